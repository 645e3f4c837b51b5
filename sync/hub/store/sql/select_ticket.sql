SELECT store_id, register_id, business_day, ticket_id, device_id, epoch, seq, member_id, at, total, due, earned, spent, late_device_id, late_epoch, late_seq
FROM ticket WHERE store_id = ?1 AND register_id = ?2 AND business_day = ?3 AND ticket_id = ?4
