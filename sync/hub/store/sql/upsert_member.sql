INSERT INTO member (member_id, account_id, state, name, tier, home_store, owed, merged_into, provisional, enrolled_at, birthday)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
ON CONFLICT (member_id) DO UPDATE SET account_id = excluded.account_id, state = excluded.state, name = excluded.name, tier = excluded.tier, home_store = excluded.home_store, owed = excluded.owed, merged_into = excluded.merged_into, provisional = excluded.provisional, enrolled_at = excluded.enrolled_at, birthday = excluded.birthday
