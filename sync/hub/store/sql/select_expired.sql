SELECT right_id FROM rights WHERE free > 0 AND expires_at <= ?1 ORDER BY expires_at, right_id LIMIT ?2
