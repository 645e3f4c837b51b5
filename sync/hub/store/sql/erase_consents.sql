UPDATE consent SET member_id = ?2, guardian_name = '', guardian_phone = '', birth_year = 0, reason = '' WHERE member_id = ?1
