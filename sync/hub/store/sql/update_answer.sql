UPDATE entry SET verdict = ?4, code = ?5, late = 1 WHERE device_id = ?1 AND epoch = ?2 AND aside = 0 AND seq = ?3
