UPDATE redemption SET account_id = ?2 WHERE account_id = ?1
