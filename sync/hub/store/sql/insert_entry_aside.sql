INSERT INTO entry (device_id, epoch, seq, aside, body, hash, verdict, code, late, received_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
ON CONFLICT (device_id, epoch, seq, hash) WHERE aside = 1 DO NOTHING
