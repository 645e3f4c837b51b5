SELECT body FROM rules WHERE hash = ?1
