SELECT text_version, membership, marketing, sharing, channel, guardian_name, guardian_phone, birth_year, at, device_id, staff_id, withdrawn, reason
FROM consent WHERE member_id = ?1 ORDER BY consent_no DESC
