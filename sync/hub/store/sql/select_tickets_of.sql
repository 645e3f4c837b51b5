SELECT store_id, register_id, business_day, ticket_id, device_id, epoch, seq, member_id, at, total, due, earned, spent, late_device_id, late_epoch, late_seq
FROM ticket WHERE member_id = ?1
ORDER BY at, store_id, register_id, business_day, ticket_id
