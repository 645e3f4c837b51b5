SELECT coalesce(sum(value), 0) FROM effect WHERE member_id = ?1 AND business_day = ?2 AND at_risk = 1
