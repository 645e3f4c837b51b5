SELECT quota_id, template_id, campaign_id, staff_id FROM quota WHERE quota_id = ?1
