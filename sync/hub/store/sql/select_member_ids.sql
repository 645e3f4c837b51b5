SELECT member_id FROM member WHERE member_id > ?1 ORDER BY member_id LIMIT ?2
