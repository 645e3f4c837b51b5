SELECT purse_id, owed FROM member_debt WHERE member_id = ?1 ORDER BY purse_id
