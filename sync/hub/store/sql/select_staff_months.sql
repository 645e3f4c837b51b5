SELECT substr(business_day, 1, 7) AS month, sum(spent) FROM staff_purchase WHERE member_id = ?1 GROUP BY month ORDER BY month
