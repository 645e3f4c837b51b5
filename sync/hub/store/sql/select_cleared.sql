SELECT business_day, debtor, creditor, cause, id, amount, points, per_1000, purse_id FROM clearing
WHERE device_id = ?1 AND epoch = ?2 AND seq = ?3 ORDER BY place
