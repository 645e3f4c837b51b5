SELECT seq, business_day, store_id, register_id, ticket_id, at, member_id, due, late_seq
FROM ticket WHERE business_day = ?1 AND store_id = ?2 AND register_id = ?3 AND ticket_id = ?4
