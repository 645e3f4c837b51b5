INSERT INTO identity (kind, value, member_id, account_id, verified_at, verified_by, source, place)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
