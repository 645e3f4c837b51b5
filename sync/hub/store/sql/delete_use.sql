DELETE FROM coupon_use WHERE coupon_id = ?1
