SELECT no, body FROM member WHERE member_id = ?1
