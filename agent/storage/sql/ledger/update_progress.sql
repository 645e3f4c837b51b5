-- Both may go back: a restored HQ has forgotten what it had applied.
UPDATE progress SET applied = ?1, safe = ?2
