SELECT merged_into FROM member WHERE member_id = ?1
