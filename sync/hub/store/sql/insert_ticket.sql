INSERT INTO ticket (store_id, register_id, business_day, ticket_id, device_id, epoch, seq, member_id, at, total, due, earned, spent)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
