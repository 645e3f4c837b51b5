SELECT device_id, epoch, seq, store_id, register_id, business_day, return_id, of_store_id, of_register_id, of_business_day,
  of_ticket_id, member_id, at, voided, refund, burn, earn, whole
FROM goods_return WHERE of_store_id = ?1 AND of_register_id = ?2 AND of_business_day = ?3 AND of_ticket_id = ?4
ORDER BY at, device_id, epoch, seq
