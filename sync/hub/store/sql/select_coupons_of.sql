SELECT coupon_id FROM coupon WHERE account_id = ?1 ORDER BY coupon_id
