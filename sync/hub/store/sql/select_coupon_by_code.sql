SELECT body FROM coupon WHERE code = ?1
