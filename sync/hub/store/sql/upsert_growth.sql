INSERT INTO growth (store_id, register_id, business_day, ticket_id, member_id, at, growth, raised_from, raised_to)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
ON CONFLICT (store_id, register_id, business_day, ticket_id) DO UPDATE SET member_id = excluded.member_id, at = excluded.at,
    growth = excluded.growth, raised_from = excluded.raised_from, raised_to = excluded.raised_to
