INSERT INTO rules (one, body) VALUES (1, ?1) ON CONFLICT (one) DO UPDATE SET body = excluded.body
