INSERT INTO rules (hash, current_no, body)
VALUES (?1, (SELECT coalesce(max(current_no), 0) + 1 FROM rules), ?2)
ON CONFLICT (hash) DO UPDATE SET current_no = excluded.current_no
