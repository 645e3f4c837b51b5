SELECT debtor, creditor, cause, per_1000, sum(amount), sum(points), count(*), purse_id FROM clearing
WHERE business_day >= ?1 AND business_day < ?2 GROUP BY debtor, creditor, cause, purse_id, per_1000
ORDER BY debtor, creditor, cause, purse_id, per_1000
