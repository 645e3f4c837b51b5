SELECT erased_id, at FROM erased WHERE mark = ?1
