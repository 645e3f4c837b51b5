SELECT body FROM product WHERE sku = ?1
