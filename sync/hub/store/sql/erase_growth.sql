UPDATE growth SET member_id = ?2 WHERE member_id = ?1
