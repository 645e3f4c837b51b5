INSERT INTO effect (member_id, seq, right_id, amount, at_risk, answered, value, at, business_day, template_id)
VALUES (?1, ?2, ?3, ?4, ?5, 0, ?6, ?7, ?8, ?9)
