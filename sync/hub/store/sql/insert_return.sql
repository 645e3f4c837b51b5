INSERT INTO goods_return (device_id, epoch, seq, store_id, register_id, business_day, return_id, of_store_id, of_register_id,
  of_business_day, of_ticket_id, member_id, at, voided, refund, burn, earn, whole)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)
