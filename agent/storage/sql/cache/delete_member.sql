DELETE FROM member WHERE no = ?1
