INSERT INTO member_applied (member_id, account_id, device_id, epoch, seq)
SELECT member_id, account_id, ?2, ?3, ?4 FROM member WHERE member_id = ?1
ON CONFLICT (member_id, device_id, epoch) DO UPDATE SET seq = max(seq, excluded.seq)
