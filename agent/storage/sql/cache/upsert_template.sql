INSERT INTO template (template_id, body) VALUES (?1, ?2)
ON CONFLICT (template_id) DO UPDATE SET body = excluded.body
