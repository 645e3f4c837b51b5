SELECT member_id, at, growth, raised_from, raised_to FROM growth
WHERE store_id = ?1 AND register_id = ?2 AND business_day = ?3 AND ticket_id = ?4
