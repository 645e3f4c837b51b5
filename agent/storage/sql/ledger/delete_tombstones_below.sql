DELETE FROM tombstone WHERE no < ?1
