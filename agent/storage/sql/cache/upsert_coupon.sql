INSERT INTO coupon (coupon_id, code, member_id, valid_until, body) VALUES (?1, ?2, ?3, ?4, ?5)
ON CONFLICT (coupon_id) DO UPDATE SET
    code = excluded.code, member_id = excluded.member_id, valid_until = excluded.valid_until, body = excluded.body
