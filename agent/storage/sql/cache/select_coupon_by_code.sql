-- Codes are unique at HQ; where a code was given again, the coupon that lives longest is meant.
SELECT body FROM coupon WHERE code = ?1 ORDER BY valid_until DESC, coupon_id LIMIT 1
