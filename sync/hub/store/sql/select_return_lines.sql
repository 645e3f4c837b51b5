SELECT line_no, quantity FROM goods_return_line WHERE device_id = ?1 AND epoch = ?2 AND seq = ?3 ORDER BY line_no
