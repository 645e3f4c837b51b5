SELECT template_id, business_day, count(*) FROM coupon_use WHERE member_id = ?1 AND member_id <> ''
GROUP BY template_id, business_day ORDER BY template_id, business_day
