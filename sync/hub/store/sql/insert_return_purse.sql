INSERT INTO goods_return_purse (device_id, epoch, seq, purse_id, burn, earn) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
