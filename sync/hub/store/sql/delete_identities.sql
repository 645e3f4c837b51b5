DELETE FROM identity WHERE member_id = ?1
