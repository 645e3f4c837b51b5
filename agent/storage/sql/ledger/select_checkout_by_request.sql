SELECT body FROM checkout WHERE request_no = ?1 AND request_no > 0
