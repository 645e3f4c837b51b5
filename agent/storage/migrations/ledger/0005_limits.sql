-- Of coupons that were used, and of those that came back: what limits count. Empty for all else, and for what is older.
ALTER TABLE effect ADD COLUMN template_id TEXT NOT NULL DEFAULT '';
CREATE INDEX effect_template ON effect (template_id, business_day, amount) WHERE template_id <> '';
