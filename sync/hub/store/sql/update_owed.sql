UPDATE member SET owed = ?2 WHERE member_id = ?1
