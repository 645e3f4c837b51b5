SELECT coalesce(sum(value), 0) FROM effect WHERE at_risk = 1 AND answered = 0
