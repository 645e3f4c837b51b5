SELECT body FROM coupon_template WHERE template_id = ?1 AND version = ?2
