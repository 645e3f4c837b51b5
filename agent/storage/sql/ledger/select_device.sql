SELECT device_id, epoch, store_id, hub_epoch, token, floor, request_no, last_contact FROM device
