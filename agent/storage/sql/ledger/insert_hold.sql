INSERT INTO hold (device_id, epoch, hub_epoch, no, account_id, member_id, granted_at, reason, reclaim_after, request_no,
    grant_payload, grant_signature)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
