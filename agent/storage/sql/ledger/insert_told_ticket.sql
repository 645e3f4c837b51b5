INSERT INTO told_ticket (seq, told) VALUES (?1, ?2)
