SELECT quota_id, template_id, campaign_id, staff_id FROM quota ORDER BY quota_id LIMIT ?1
