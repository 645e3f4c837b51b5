SELECT member_id FROM member WHERE merged_into = ?1 AND merged_into <> '' ORDER BY member_id
