INSERT INTO hold_right (device_id, epoch, hub_epoch, no, right_id, account_id, place, amount, expires_at, consumed, released, recalled, purse_id)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
ON CONFLICT (device_id, epoch, hub_epoch, no, right_id) DO UPDATE SET account_id = excluded.account_id, place = excluded.place, amount = excluded.amount, expires_at = excluded.expires_at, consumed = excluded.consumed, released = excluded.released, recalled = excluded.recalled
