SELECT device_id, epoch, seq, right_id, account_id, member_id, amount, remaining, at, store_id, register_id, business_day, ticket_id
FROM pending_risk WHERE right_id = ?1 ORDER BY at, device_id, epoch, seq
