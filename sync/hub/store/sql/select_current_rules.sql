SELECT body FROM rules ORDER BY current_no DESC LIMIT 1
