INSERT INTO standing (member_id, growth, review_at) VALUES (?1, ?2, ?3)
ON CONFLICT (member_id) DO UPDATE SET growth = excluded.growth, review_at = excluded.review_at
