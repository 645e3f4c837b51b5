SELECT right_id, amount, expires_at, spent, given_back, checkout_id, recall_waits, purse_id
FROM hold_right WHERE device_id = ?1 AND epoch = ?2 AND hub_epoch = ?3 AND no = ?4
ORDER BY position
