-- The usual change. Leaves the columns alone that never change for one request, and so their indexes.
UPDATE checkout SET state = ?2, body = ?5 WHERE checkout_id = ?1 AND request_no = ?3 AND opened_at = ?4
