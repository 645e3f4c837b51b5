SELECT enrolment.member_id
FROM enrolled_identity JOIN enrolment ON enrolment.seq = enrolled_identity.seq
WHERE enrolled_identity.kind = ?1 AND enrolled_identity.value = ?2
ORDER BY enrolled_identity.seq DESC LIMIT 1
