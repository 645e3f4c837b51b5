SELECT seq, business_day, store_id, register_id, ticket_id, at, member_id, due
FROM ticket ORDER BY seq DESC LIMIT ?1
