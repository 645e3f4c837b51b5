SELECT cause, count(*), sum(delta), purse_id FROM points_line WHERE at >= ?1 AND at < ?2 GROUP BY purse_id, cause
ORDER BY purse_id, cause
