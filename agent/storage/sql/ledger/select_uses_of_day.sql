SELECT coalesce(sum(amount), 0) FROM effect WHERE template_id = ?1 AND business_day = ?2
