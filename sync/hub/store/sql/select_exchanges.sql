SELECT line_no, quantity, from_sku, sku, gtin, name
FROM goods_exchange WHERE device_id = ?1 AND epoch = ?2 AND seq = ?3 ORDER BY no
