UPDATE rights SET account_id = ?2, member_id = iif(member_id = '', '', ?2) WHERE account_id = ?1
