UPDATE entry SET body = ?5 WHERE hash = ?4 AND ((aside = 0 AND device_id = ?1 AND epoch = ?2 AND seq = ?3) OR (aside = 1 AND device_id = ?1 AND epoch = ?2 AND seq = ?3))
