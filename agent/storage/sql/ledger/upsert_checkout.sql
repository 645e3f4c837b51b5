INSERT INTO checkout (checkout_id, state, request_no, opened_at, body) VALUES (?1, ?2, ?3, ?4, ?5)
ON CONFLICT (checkout_id) DO UPDATE SET
    state = excluded.state, request_no = excluded.request_no, opened_at = excluded.opened_at, body = excluded.body
