SELECT deleted, body FROM feed WHERE kind = ?1 AND id = ?2
