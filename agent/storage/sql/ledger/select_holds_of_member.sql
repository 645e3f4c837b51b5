SELECT device_id, epoch, hub_epoch, no, account_id, member_id, granted_at, reason, reclaim_after, request_no,
    grant_payload, grant_signature
FROM hold WHERE member_id = ?1
ORDER BY device_id, epoch, hub_epoch, no
