SELECT purse_id, points, owed FROM operation_purse WHERE operation_no = ?1 ORDER BY purse_id
