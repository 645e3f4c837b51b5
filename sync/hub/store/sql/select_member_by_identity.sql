SELECT member_id FROM identity WHERE kind = ?1 AND value = ?2
