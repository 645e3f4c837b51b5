SELECT device_id, epoch, hub_epoch, no, account_id, member_id, granted_at, reason, reclaim_after,
    request_no, state, payload, signature, recall_why, recalls, recall_at
FROM hold WHERE device_id = ?1 AND epoch = ?2 AND state <> 5 ORDER BY no LIMIT ?3
