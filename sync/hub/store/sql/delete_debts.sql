DELETE FROM member_debt WHERE member_id = ?1
