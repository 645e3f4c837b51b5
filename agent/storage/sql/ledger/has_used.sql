SELECT 1 FROM effect WHERE right_id = ?1 AND right_id <> '' LIMIT 1
