INSERT INTO operation (kind, state, subject, other, account_id, member_id, staff_id, reason, at, settled_at, points, owed, store_id, device_id)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
RETURNING operation_no
