UPDATE merge_candidate SET state = ?2, staff_id = ?3, settled_at = ?4 WHERE candidate_no = ?1
