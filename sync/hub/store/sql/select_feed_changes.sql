SELECT position, kind, id, deleted, body FROM feed WHERE position > ?1 ORDER BY position LIMIT ?2
