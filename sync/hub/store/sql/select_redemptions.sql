SELECT store_id, register_id, business_day, ticket_id, account_id, right_id, amount, expires_at, outcome, device_id, epoch, seq, purse_id
FROM redemption WHERE store_id = ?1 AND register_id = ?2 AND business_day = ?3 AND ticket_id = ?4 ORDER BY no
