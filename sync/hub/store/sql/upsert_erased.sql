INSERT INTO erased (mark, erased_id, at) VALUES (?1, ?2, ?3) ON CONFLICT (mark) DO UPDATE SET erased_id = excluded.erased_id, at = excluded.at
