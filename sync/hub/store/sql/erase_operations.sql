UPDATE operation SET subject = iif(subject = ?1, ?3, subject), other = iif(other = ?1, ?3, other),
    member_id = iif(member_id = ?1, ?3, member_id), account_id = iif(account_id = ?2, ?3, account_id)
WHERE subject = ?1 OR other = ?1 OR member_id = ?1 OR account_id = ?2
