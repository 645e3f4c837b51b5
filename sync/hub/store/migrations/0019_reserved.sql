-- Nothing: keeps the numbers of migrations without a gap.
SELECT 1;
