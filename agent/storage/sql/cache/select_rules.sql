SELECT body FROM rules
