SELECT body FROM checkout WHERE state = 1 ORDER BY opened_at
