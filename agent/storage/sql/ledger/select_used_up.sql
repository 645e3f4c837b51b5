SELECT by_seq FROM used_up_refund WHERE seq = ?1
