INSERT INTO verdict (seq, verdict, code)
SELECT seq, ?2, ?3 FROM journal WHERE seq = ?1
ON CONFLICT (seq) DO UPDATE SET verdict = excluded.verdict, code = excluded.code
