SELECT device_id, epoch, seq, aside, body, hash, verdict, code, late, received_at
FROM entry WHERE verdict <> 0 ORDER BY received_at DESC, device_id, epoch, seq DESC LIMIT ?1
