SELECT device_id, epoch, store_id, name, state, state_why, signing_key, curve_key, head_seq, head_hash, aside_seq, aside_hash,
    safe_seq, token, next_token, nonces, hub_epoch, request_no, hold_no, enrolled_at, last_contact
FROM device WHERE device_id = ?1 ORDER BY epoch DESC LIMIT 1
