SELECT device_id, epoch, seq, kept, by_device_id, by_epoch, by_seq
FROM kept_refund WHERE store_id = ?1 AND register_id = ?2 AND business_day = ?3 AND return_id = ?4
