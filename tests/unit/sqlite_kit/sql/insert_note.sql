-- adds a note; "text" is unique
INSERT INTO note (text, body) VALUES (?1, ?2);
