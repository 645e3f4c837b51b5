DELETE FROM wish WHERE member_id = ?1 OR account_id = ?2
