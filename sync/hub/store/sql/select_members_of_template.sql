SELECT DISTINCT member_id FROM coupon_use WHERE template_id = ?1 AND member_id <> '' ORDER BY member_id
