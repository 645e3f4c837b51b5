SELECT code_id, secret, store_id, device_id, made_at, expires_at, attempts, used_device, used_epoch, answer, request_mac
FROM enrol_code WHERE code_id = ?1
