INSERT INTO ticket_purse (store_id, register_id, business_day, ticket_id, purse_id, earned, spent)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
