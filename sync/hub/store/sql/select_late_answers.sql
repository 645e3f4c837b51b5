SELECT device_id, epoch, seq, aside, body, hash, verdict, code, late, received_at
FROM entry WHERE device_id = ?1 AND epoch = ?2 AND late = 1 ORDER BY seq DESC LIMIT ?3
