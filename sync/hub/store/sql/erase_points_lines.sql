UPDATE points_line SET account_id = ?2 WHERE account_id = ?1
