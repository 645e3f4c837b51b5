SELECT epoch FROM device
