SELECT body FROM template WHERE template_id = ?1
