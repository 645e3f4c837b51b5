DELETE FROM product WHERE sku = ?1
