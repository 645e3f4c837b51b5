DELETE FROM member_applied WHERE member_id = ?1
