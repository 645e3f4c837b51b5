INSERT INTO member (member_id, body) VALUES (?1, ?2)
ON CONFLICT (member_id) DO UPDATE SET body = excluded.body
