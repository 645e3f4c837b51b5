SELECT seq FROM enrolment WHERE member_id = ?1
