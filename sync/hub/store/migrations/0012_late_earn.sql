-- The entry that named the ticket's member after payment.
ALTER TABLE ticket ADD COLUMN late_device_id TEXT;
ALTER TABLE ticket ADD COLUMN late_epoch INTEGER;
ALTER TABLE ticket ADD COLUMN late_seq INTEGER;
