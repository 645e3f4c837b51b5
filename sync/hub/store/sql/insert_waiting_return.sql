INSERT INTO waiting_return (device_id, epoch, seq, store_id, register_id, business_day, ticket_id, since)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
