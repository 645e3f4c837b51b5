SELECT device_id, epoch, hub_epoch, no, account_id, member_id, granted_at, reason, reclaim_after,
    request_no, state, payload, signature, recall_why, recalls, recall_at
FROM hold WHERE device_id = ?1 AND epoch = ?2 AND request_no = ?3 ORDER BY hub_epoch, no
