UPDATE ticket SET member_id = ?5, earned = ?6, late_device_id = ?7, late_epoch = ?8, late_seq = ?9
WHERE store_id = ?1 AND register_id = ?2 AND business_day = ?3 AND ticket_id = ?4
