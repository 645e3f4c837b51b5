DELETE FROM standing WHERE member_id = ?1
