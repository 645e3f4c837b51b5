SELECT position FROM feed_position WHERE scope = ?1
