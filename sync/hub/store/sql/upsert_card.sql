INSERT INTO card (card_id, account_id, member_id, card_type_id, state, issued_at, valid_from, valid_until, uses, further, given_back)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
ON CONFLICT (card_id) DO UPDATE SET account_id = excluded.account_id, member_id = excluded.member_id,
    card_type_id = excluded.card_type_id, state = excluded.state, issued_at = excluded.issued_at,
    valid_from = excluded.valid_from, valid_until = excluded.valid_until, uses = excluded.uses, further = excluded.further,
    given_back = excluded.given_back
