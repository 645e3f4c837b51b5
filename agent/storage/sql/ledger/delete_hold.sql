DELETE FROM hold WHERE device_id = ?1 AND epoch = ?2 AND hub_epoch = ?3 AND no = ?4
