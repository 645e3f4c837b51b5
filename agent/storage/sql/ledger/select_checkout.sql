SELECT body FROM checkout WHERE checkout_id = ?1
