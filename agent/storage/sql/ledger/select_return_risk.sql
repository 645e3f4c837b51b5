SELECT coalesce(sum(risk), 0) FROM goods_return WHERE risk > 0
AND (seq > (SELECT applied FROM progress) OR EXISTS (SELECT 1 FROM verdict WHERE verdict.seq = goods_return.seq AND verdict.verdict = ?1))
