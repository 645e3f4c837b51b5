DELETE FROM clearing WHERE device_id = ?1 AND epoch = ?2 AND seq = ?3
