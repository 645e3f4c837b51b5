INSERT INTO hold_right (device_id, epoch, hub_epoch, no, position, right_id, amount, expires_at, spent, given_back,
    checkout_id, recall_waits, purse_id)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
ON CONFLICT (device_id, epoch, hub_epoch, no, position) DO UPDATE SET
    spent = excluded.spent, given_back = excluded.given_back, checkout_id = excluded.checkout_id,
    recall_waits = excluded.recall_waits
