-- Where an operation was asked for; empty: at HQ itself.

ALTER TABLE operation ADD COLUMN store_id TEXT NOT NULL DEFAULT '';
ALTER TABLE operation ADD COLUMN device_id TEXT NOT NULL DEFAULT '';
