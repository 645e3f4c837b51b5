INSERT INTO goods_return_line (device_id, epoch, seq, line_no, quantity) VALUES (?1, ?2, ?3, ?4, ?5)
