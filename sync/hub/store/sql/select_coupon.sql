SELECT body FROM coupon WHERE coupon_id = ?1
