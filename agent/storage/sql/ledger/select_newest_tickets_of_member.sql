SELECT seq, business_day, store_id, register_id, ticket_id, at, member_id, due, late_seq
FROM ticket WHERE member_id = ?1 AND member_id <> '' ORDER BY seq DESC LIMIT ?2
