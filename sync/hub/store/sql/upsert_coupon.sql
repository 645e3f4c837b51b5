INSERT INTO coupon (coupon_id, account_id, code, body)
VALUES (?1, ?2, ?3, ?4)
ON CONFLICT (coupon_id) DO UPDATE SET account_id = excluded.account_id, code = excluded.code, body = excluded.body
