SELECT template_id, account_id, member_id, store_id, business_day FROM coupon_use WHERE coupon_id = ?1
