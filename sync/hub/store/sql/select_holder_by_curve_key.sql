SELECT device_id, epoch FROM device WHERE curve_key = ?1
