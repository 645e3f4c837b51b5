INSERT INTO member (no, member_id, body) VALUES (?1, ?2, ?3)
