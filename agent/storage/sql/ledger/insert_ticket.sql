INSERT INTO ticket (seq, business_day, store_id, register_id, ticket_id, at, member_id, due)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
