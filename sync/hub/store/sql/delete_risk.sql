DELETE FROM pending_risk WHERE device_id = ?1 AND epoch = ?2 AND seq = ?3 AND right_id = ?4
