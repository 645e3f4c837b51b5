SELECT kind, value, state, verified_at, verified_by, source FROM (
    SELECT kind, value, 0 AS state, verified_at, verified_by, source, place FROM identity WHERE member_id = ?1
    UNION ALL
    SELECT kind, value, state, verified_at, verified_by, source, place FROM identity_aside WHERE member_id = ?1)
ORDER BY place
