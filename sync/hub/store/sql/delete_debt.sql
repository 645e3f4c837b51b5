DELETE FROM member_debt WHERE member_id = ?1 AND purse_id = ?2
