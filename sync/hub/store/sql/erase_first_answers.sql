UPDATE first_answer SET answer = CAST('{"erased":true}' AS BLOB) WHERE instr(answer, ?1) > 0
