-- Members that are one person. A merged member keeps its account and identities; whoever names it means `merged_into`.

ALTER TABLE member ADD COLUMN merged_into TEXT NOT NULL DEFAULT '';
ALTER TABLE member ADD COLUMN provisional INTEGER NOT NULL DEFAULT 0 CHECK (provisional IN (0, 1));
ALTER TABLE member ADD COLUMN enrolled_at INTEGER NOT NULL DEFAULT 0;
CREATE INDEX member_merged ON member (merged_into) WHERE merged_into <> '';
CREATE INDEX coupon_account ON coupon (account_id, coupon_id);

ALTER TABLE operation ADD COLUMN points INTEGER NOT NULL DEFAULT 0;
ALTER TABLE operation ADD COLUMN owed INTEGER NOT NULL DEFAULT 0;
