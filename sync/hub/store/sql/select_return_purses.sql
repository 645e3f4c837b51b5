SELECT purse_id, burn, earn FROM goods_return_purse WHERE device_id = ?1 AND epoch = ?2 AND seq = ?3 ORDER BY purse_id
