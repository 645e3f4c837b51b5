INSERT INTO pending_risk (device_id, epoch, seq, right_id, account_id, member_id, amount, remaining, at, store_id, register_id, business_day, ticket_id)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
ON CONFLICT (device_id, epoch, seq, right_id) DO UPDATE SET account_id = excluded.account_id, member_id = excluded.member_id, amount = excluded.amount, remaining = excluded.remaining, at = excluded.at, store_id = excluded.store_id, register_id = excluded.register_id, business_day = excluded.business_day, ticket_id = excluded.ticket_id
