INSERT INTO enrolment (seq, member_id) VALUES (?1, ?2)
