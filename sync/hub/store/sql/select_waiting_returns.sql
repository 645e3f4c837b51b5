SELECT device_id, epoch, seq FROM waiting_return
WHERE store_id = ?1 AND register_id = ?2 AND business_day = ?3 AND ticket_id = ?4 ORDER BY since, device_id, epoch, seq
