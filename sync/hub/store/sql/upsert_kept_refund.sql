INSERT INTO kept_refund (store_id, register_id, business_day, return_id, device_id, epoch, seq, kept, by_device_id, by_epoch, by_seq)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
ON CONFLICT (store_id, register_id, business_day, return_id) DO UPDATE SET by_device_id = ?9, by_epoch = ?10, by_seq = ?11
