SELECT 'semi;colon [bracket] \backslash @at@ $<x> ${y} "quote"' AS odd, ?1 AS given
