UPDATE effect SET answered = 1 WHERE seq = ?1 AND at_risk = 1 AND answered = 0
