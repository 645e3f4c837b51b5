SELECT body FROM product WHERE gtin = ?1 AND gtin <> '' ORDER BY sku LIMIT 1
