SELECT kind, value FROM identity WHERE member_id = ?1 ORDER BY place
