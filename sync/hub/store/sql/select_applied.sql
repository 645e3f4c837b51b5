SELECT device_id, epoch, seq FROM member_applied WHERE member_id = ?1
