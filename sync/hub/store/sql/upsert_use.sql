INSERT INTO coupon_use (coupon_id, template_id, account_id, member_id, store_id, business_day)
VALUES (?1, ?2, ?3, ?4, ?5, ?6)
ON CONFLICT (coupon_id) DO UPDATE SET template_id = excluded.template_id, account_id = excluded.account_id, member_id = excluded.member_id, store_id = excluded.store_id, business_day = excluded.business_day
