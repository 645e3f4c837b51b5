DELETE FROM template WHERE template_id = ?1
