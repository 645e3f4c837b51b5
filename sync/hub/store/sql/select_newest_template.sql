SELECT body FROM coupon_template WHERE template_id = ?1 ORDER BY version DESC LIMIT 1
