INSERT INTO coupon_template (template_id, version, body)
VALUES (?1, ?2, ?3)
ON CONFLICT (template_id, version) DO UPDATE SET body = excluded.body
