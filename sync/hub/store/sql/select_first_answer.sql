SELECT key, request, answer, at FROM first_answer WHERE key = ?1
