SELECT growth, review_at FROM standing WHERE member_id = ?1
