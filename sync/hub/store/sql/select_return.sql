SELECT device_id, epoch, seq, store_id, register_id, business_day, return_id, of_store_id, of_register_id, of_business_day,
  of_ticket_id, member_id, at, voided, refund, burn, earn, whole
FROM goods_return WHERE store_id = ?1 AND register_id = ?2 AND business_day = ?3 AND return_id = ?4
