INSERT INTO rights (right_id, account_id, member_id, total, free, held, used, ended, available_at, expires_at, purse_id, earned_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
ON CONFLICT (right_id) DO UPDATE SET account_id = excluded.account_id, member_id = excluded.member_id, total = excluded.total, free = excluded.free, held = excluded.held, used = excluded.used, ended = excluded.ended, available_at = excluded.available_at, expires_at = excluded.expires_at, purse_id = excluded.purse_id, earned_at = excluded.earned_at
