-- What came back of another device's sale was never counted here. `template_id <> ''` is what the index is for.
SELECT coalesce(sum(amount), 0) FROM effect
WHERE template_id = ?1 AND template_id <> '' AND business_day = ?2
    AND (amount > 0 OR EXISTS (SELECT 1 FROM effect AS used WHERE used.right_id = effect.right_id AND used.right_id <> '' AND used.amount > 0))
