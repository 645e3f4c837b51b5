SELECT 1 FROM checkout WHERE checkout_id = ?1
