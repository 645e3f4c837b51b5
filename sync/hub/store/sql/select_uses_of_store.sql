SELECT count(*) FROM coupon_use WHERE template_id = ?1 AND store_id = ?2 AND business_day = ?3
