SELECT body FROM product WHERE sku > ?1 ORDER BY sku LIMIT ?2
