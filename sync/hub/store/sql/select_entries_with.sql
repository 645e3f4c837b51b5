SELECT device_id, epoch, seq, aside, body, hash, verdict, code, late, received_at FROM entry
WHERE device_id = ?1 AND epoch = ?2 AND aside = 0 AND instr(body, ?3) > 0
UNION ALL
SELECT device_id, epoch, seq, aside, body, hash, verdict, code, late, received_at FROM entry
WHERE device_id = ?1 AND epoch = ?2 AND aside = 1 AND instr(body, ?3) > 0
