SELECT member_id, seq, right_id, amount, at_risk, value, at, business_day, template_id
FROM effect WHERE member_id = ?1 AND seq > ?2 ORDER BY seq, right_id
