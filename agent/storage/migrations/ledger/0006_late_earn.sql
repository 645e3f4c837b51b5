-- The journal entry that named the ticket's member after payment.
ALTER TABLE ticket ADD COLUMN late_seq INTEGER;
