-- Numbers follow time, so the old ones are a run at the beginning: it ends at the first that is young enough. No index is
-- needed for that, and a clock that was set back keeps a key longer, never shorter.
DELETE FROM request
WHERE no < coalesce((SELECT no FROM request WHERE at >= ?1 ORDER BY no LIMIT 1), 9223372036854775807)
