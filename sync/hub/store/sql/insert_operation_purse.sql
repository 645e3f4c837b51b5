INSERT INTO operation_purse (operation_no, purse_id, points, owed) VALUES (?1, ?2, ?3, ?4)
