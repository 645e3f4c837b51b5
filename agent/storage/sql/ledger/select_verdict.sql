SELECT verdict FROM verdict WHERE seq = ?1
