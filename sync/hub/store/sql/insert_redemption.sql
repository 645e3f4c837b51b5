INSERT INTO redemption (store_id, register_id, business_day, ticket_id, account_id, right_id, amount, expires_at, outcome, device_id, epoch, seq, purse_id)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
