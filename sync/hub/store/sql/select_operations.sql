SELECT operation_no, kind, state, subject, other, account_id, member_id, staff_id, reason, at, settled_at, points, owed, store_id, device_id
FROM operation WHERE subject = ?1
UNION
SELECT operation_no, kind, state, subject, other, account_id, member_id, staff_id, reason, at, settled_at, points, owed, store_id, device_id
FROM operation WHERE other = ?1 AND other <> ''
ORDER BY operation_no DESC LIMIT ?2
