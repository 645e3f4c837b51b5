INSERT INTO clearing (device_id, epoch, seq, place, business_day, debtor, creditor, cause, id, amount, points, per_1000, purse_id)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
