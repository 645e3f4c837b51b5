SELECT epoch, seq, body, prev_hash, hash FROM journal WHERE seq >= ?1 ORDER BY seq LIMIT ?2
