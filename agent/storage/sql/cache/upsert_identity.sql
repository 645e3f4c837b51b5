INSERT INTO identity (kind, value, member) VALUES (?1, ?2, ?3)
ON CONFLICT (kind, value) DO UPDATE SET member = excluded.member WHERE excluded.member <> identity.member
