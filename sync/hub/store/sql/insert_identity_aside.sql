INSERT INTO identity_aside (kind, value, member_id, account_id, verified_at, verified_by, source, place, state)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
