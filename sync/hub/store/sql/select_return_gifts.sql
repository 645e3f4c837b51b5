SELECT coupon_id, line_no, sku, gift_value, deduction, refund, waived
FROM goods_return_gift WHERE device_id = ?1 AND epoch = ?2 AND seq = ?3 ORDER BY no
