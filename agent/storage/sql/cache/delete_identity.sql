DELETE FROM identity WHERE kind = ?1 AND value = ?2 AND member = ?3
