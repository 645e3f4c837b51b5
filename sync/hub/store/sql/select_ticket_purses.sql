SELECT purse_id, earned, spent FROM ticket_purse
WHERE store_id = ?1 AND register_id = ?2 AND business_day = ?3 AND ticket_id = ?4 ORDER BY purse_id
