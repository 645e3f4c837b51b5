SELECT 1 FROM ticket WHERE member_id = ?1 AND at < ?2 AND NOT EXISTS (
  SELECT 1 FROM goods_return WHERE of_store_id = ticket.store_id AND of_register_id = ticket.register_id
    AND of_business_day = ticket.business_day AND of_ticket_id = ticket.ticket_id
    AND (voided = 1 OR whole = 1) AND goods_return.at < ?2)
LIMIT 1
