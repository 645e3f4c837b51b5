SELECT min(no) FROM hold WHERE device_id = ?1 AND epoch = ?2 AND state <> 5
