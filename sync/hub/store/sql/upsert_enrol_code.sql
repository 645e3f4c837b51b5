INSERT INTO enrol_code (code_id, secret, store_id, device_id, made_at, expires_at, attempts, used_device, used_epoch, answer, request_mac)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
ON CONFLICT (code_id) DO UPDATE SET secret = excluded.secret, store_id = excluded.store_id, device_id = excluded.device_id, made_at = excluded.made_at, expires_at = excluded.expires_at, attempts = excluded.attempts, used_device = excluded.used_device, used_epoch = excluded.used_epoch, answer = excluded.answer, request_mac = excluded.request_mac
