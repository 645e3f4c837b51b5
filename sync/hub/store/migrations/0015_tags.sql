-- The member's tags, one a line; none of them holds a line break.
ALTER TABLE member ADD COLUMN tags TEXT NOT NULL DEFAULT '';
