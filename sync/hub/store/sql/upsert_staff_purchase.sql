INSERT INTO staff_purchase (store_id, register_id, business_day, ticket_id, member_id, spent)
VALUES (?1, ?2, ?3, ?4, ?5, ?6)
ON CONFLICT (store_id, register_id, business_day, ticket_id) DO UPDATE SET member_id = excluded.member_id, spent = excluded.spent
