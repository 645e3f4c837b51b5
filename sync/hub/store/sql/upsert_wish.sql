INSERT INTO wish (right_id, kind, device_id, epoch, request_no, account_id, member_id, least, most, reason, since, repeated_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
ON CONFLICT (right_id, kind, device_id, epoch, request_no) DO UPDATE SET account_id = excluded.account_id, member_id = excluded.member_id, least = excluded.least, most = excluded.most, reason = excluded.reason, since = excluded.since, repeated_at = excluded.repeated_at
