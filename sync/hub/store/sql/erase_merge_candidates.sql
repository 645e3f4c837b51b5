DELETE FROM merge_candidate WHERE member_id = ?1 OR other_member_id = ?1
