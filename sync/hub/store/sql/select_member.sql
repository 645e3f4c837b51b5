SELECT account_id, state, name, tier, home_store, owed FROM member WHERE member_id = ?1
