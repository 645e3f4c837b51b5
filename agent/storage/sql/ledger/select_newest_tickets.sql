SELECT seq, business_day, store_id, register_id, ticket_id, at, member_id, due, late_seq
FROM ticket ORDER BY seq DESC LIMIT ?1
