INSERT INTO member_debt (member_id, purse_id, owed) VALUES (?1, ?2, ?3)
ON CONFLICT (member_id, purse_id) DO UPDATE SET owed = excluded.owed
