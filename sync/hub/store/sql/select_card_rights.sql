SELECT right_id, account_id, member_id, total, free, held, used, ended, available_at, expires_at, purse_id, earned_at
FROM rights WHERE account_id = ?1 AND right_id GLOB 'card:*'
ORDER BY right_id
