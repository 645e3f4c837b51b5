UPDATE coupon_use SET member_id = iif(member_id = ?1, ?3, member_id), account_id = iif(account_id = ?2, ?3, account_id)
WHERE member_id = ?1 OR account_id = ?2
