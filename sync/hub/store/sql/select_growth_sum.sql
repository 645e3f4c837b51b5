SELECT coalesce(sum(growth), 0) FROM growth WHERE member_id = ?1 AND at > ?2 AND at <= ?3
