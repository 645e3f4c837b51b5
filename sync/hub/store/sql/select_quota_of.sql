SELECT quota_id, template_id, campaign_id, staff_id
FROM quota WHERE template_id = ?1 AND campaign_id = ?2 AND staff_id = ?3
