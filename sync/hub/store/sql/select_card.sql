SELECT card_id, account_id, member_id, card_type_id, state, issued_at, valid_from, valid_until, uses, further, given_back
FROM card WHERE card_id = ?1
