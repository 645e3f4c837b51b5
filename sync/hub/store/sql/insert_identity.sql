INSERT INTO identity (kind, value, member_id, account_id, place)
VALUES (?1, ?2, ?3, ?4, ?5)
