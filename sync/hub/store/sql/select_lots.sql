SELECT right_id, account_id, member_id, total, free, held, used, ended, available_at, expires_at, purse_id, earned_at
FROM rights WHERE account_id = ?1 AND free + held > 0 AND right_id GLOB 'lot:*'
ORDER BY expires_at, available_at, right_id
