-- Whose points a held lot is made of; empty: the main purse's.
ALTER TABLE hold_right ADD COLUMN purse_id TEXT NOT NULL DEFAULT '';
