SELECT body FROM journal WHERE seq = ?1
