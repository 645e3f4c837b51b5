INSERT INTO request (idempotency_key, digest, status, at, body) VALUES (?1, ?2, ?3, ?4, ?5)
