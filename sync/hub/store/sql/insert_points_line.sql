INSERT INTO points_line (account_id, right_id, cause, delta, at, device_id, epoch, seq, purse_id)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
