DELETE FROM first_answer WHERE at < ?1
