DELETE FROM wish WHERE right_id = ?1 AND kind = ?2 AND device_id = ?3 AND epoch = ?4 AND request_no = ?5
