SELECT verdict.seq, verdict.code, journal.body
FROM verdict JOIN journal ON journal.seq = verdict.seq
WHERE verdict.verdict = 3
ORDER BY verdict.seq DESC
LIMIT ?1
