SELECT right_id, account_id, member_id, total, free, held, used, ended, available_at, expires_at, purse_id, earned_at
FROM rights WHERE right_id = ?1
