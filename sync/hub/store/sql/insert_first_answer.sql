INSERT INTO first_answer (key, request, answer, at) VALUES (?1, ?2, ?3, ?4)
