SELECT account_id, state, name, tier, home_store, owed, merged_into, provisional, enrolled_at, birthday, birthday_at, staff_id, tags FROM member WHERE member_id = ?1
