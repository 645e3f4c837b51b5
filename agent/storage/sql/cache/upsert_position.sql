INSERT INTO feed_position (scope, position) VALUES (?1, ?2)
ON CONFLICT (scope) DO UPDATE SET position = excluded.position
