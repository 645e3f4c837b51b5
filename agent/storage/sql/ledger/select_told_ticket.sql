SELECT told FROM told_ticket WHERE seq = ?1
