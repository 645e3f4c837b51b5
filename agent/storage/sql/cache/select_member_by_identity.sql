SELECT member.member_id
FROM identity JOIN member ON member.no = identity.member
WHERE identity.kind = ?1 AND identity.value = ?2
