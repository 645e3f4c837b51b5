INSERT INTO product (sku, gtin, body)
VALUES (?1, ?2, ?3)
ON CONFLICT (sku) DO UPDATE SET gtin = excluded.gtin, body = excluded.body
