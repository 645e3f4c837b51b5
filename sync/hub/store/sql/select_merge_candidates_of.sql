SELECT candidate_no, member_id, other_member_id, why, at, state, staff_id, settled_at FROM merge_candidate
WHERE state = 0 AND member_id = ?1
UNION
SELECT candidate_no, member_id, other_member_id, why, at, state, staff_id, settled_at FROM merge_candidate
WHERE state = 0 AND other_member_id = ?1
ORDER BY candidate_no
