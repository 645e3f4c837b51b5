SELECT digest, status, body FROM request WHERE idempotency_key = ?1
