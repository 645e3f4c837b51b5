DELETE FROM identity_aside WHERE member_id = ?1
