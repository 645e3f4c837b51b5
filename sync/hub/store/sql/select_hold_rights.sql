SELECT right_id, amount, expires_at, consumed, released, recalled, purse_id FROM hold_right
WHERE device_id = ?1 AND epoch = ?2 AND hub_epoch = ?3 AND no = ?4
ORDER BY place
