SELECT member_id FROM standing WHERE review_at <= ?1 ORDER BY review_at, member_id LIMIT ?2
