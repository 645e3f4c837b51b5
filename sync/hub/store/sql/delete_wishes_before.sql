DELETE FROM wish WHERE kind = 1 AND repeated_at < ?1
