SELECT right_id, kind, device_id, epoch, request_no, account_id, member_id, least, most, reason, since, repeated_at
FROM wish WHERE right_id = ?1 ORDER BY kind <> 0, since, device_id, epoch, request_no
