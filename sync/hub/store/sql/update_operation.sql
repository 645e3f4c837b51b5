UPDATE operation SET state = ?2, settled_at = ?3 WHERE operation_no = ?1
