INSERT INTO goods_return (seq, business_day, store_id, register_id, return_id, of_business_day, of_store_id, of_register_id, of_ticket_id, at, risk)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
