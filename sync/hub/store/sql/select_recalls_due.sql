SELECT device_id, epoch, hub_epoch, no, account_id, member_id, granted_at, reason, reclaim_after,
    request_no, state, payload, signature, recall_why, recalls, recall_at
FROM hold WHERE state = 1 AND recall_at <= ?1 ORDER BY recall_at, device_id, epoch, no LIMIT ?2
