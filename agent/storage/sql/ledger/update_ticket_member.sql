UPDATE ticket SET member_id = ?5, late_seq = ?6
WHERE business_day = ?1 AND store_id = ?2 AND register_id = ?3 AND ticket_id = ?4
