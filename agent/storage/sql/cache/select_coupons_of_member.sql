SELECT body FROM coupon WHERE member_id = ?1 AND member_id <> '' ORDER BY valid_until, coupon_id
