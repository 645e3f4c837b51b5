INSERT INTO goods_exchange (device_id, epoch, seq, no, line_no, quantity, from_sku, sku, gtin, name)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
