INSERT INTO feed (position, kind, id, deleted, body)
VALUES ((SELECT coalesce(max(position), 0) + 1 FROM feed), ?1, ?2, ?3, ?4)
ON CONFLICT (kind, id) DO UPDATE SET position = excluded.position, deleted = excluded.deleted, body = excluded.body
