INSERT INTO merge_candidate (member_id, other_member_id, why, at, state, staff_id, settled_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) RETURNING candidate_no
