SELECT body FROM coupon ORDER BY coupon_id
