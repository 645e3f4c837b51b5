INSERT INTO enrolled_identity (kind, value, seq) VALUES (?1, ?2, ?3)
