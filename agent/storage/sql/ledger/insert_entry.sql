INSERT INTO journal (seq, epoch, kind, at, body, prev_hash, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
