SELECT seq, business_day, store_id, register_id, return_id, of_business_day, of_store_id, of_register_id, of_ticket_id, at
FROM goods_return WHERE of_business_day = ?1 AND of_store_id = ?2 AND of_register_id = ?3 AND of_ticket_id = ?4 ORDER BY seq
