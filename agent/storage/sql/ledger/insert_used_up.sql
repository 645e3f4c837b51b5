INSERT INTO used_up_refund (seq, by_seq) VALUES (?1, ?2)
