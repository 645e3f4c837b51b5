INSERT INTO goods_return_gift (device_id, epoch, seq, no, coupon_id, line_no, sku, gift_value, deduction, refund, waived)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
