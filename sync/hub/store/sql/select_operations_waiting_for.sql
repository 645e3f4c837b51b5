SELECT operation_no, kind, state, subject, other, account_id, member_id, staff_id, reason, at, settled_at, points, owed, store_id, device_id
FROM operation WHERE member_id = ?1 AND state = 1 ORDER BY operation_no
