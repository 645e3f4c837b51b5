INSERT INTO temp.loaded_identity (kind, value, member) VALUES (?1, ?2, ?3)
