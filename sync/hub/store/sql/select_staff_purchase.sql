SELECT member_id, spent FROM staff_purchase
WHERE store_id = ?1 AND register_id = ?2 AND business_day = ?3 AND ticket_id = ?4
