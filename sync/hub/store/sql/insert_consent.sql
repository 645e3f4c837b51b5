INSERT INTO consent (member_id, text_version, membership, marketing, sharing, channel, guardian_name, guardian_phone, birth_year, at, device_id, staff_id, withdrawn, reason)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
