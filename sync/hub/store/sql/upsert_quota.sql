INSERT INTO quota (quota_id, template_id, campaign_id, staff_id)
VALUES (?1, ?2, ?3, ?4)
ON CONFLICT (quota_id) DO UPDATE SET template_id = excluded.template_id, campaign_id = excluded.campaign_id, staff_id = excluded.staff_id
