-- Returns that kept their refund, or a part of it, for an exchange, and the entry that used it up: a ticket, or a payment.
CREATE TABLE kept_refund (
    store_id TEXT NOT NULL,
    register_id TEXT NOT NULL,
    business_day TEXT NOT NULL,
    return_id TEXT NOT NULL,
    device_id TEXT NOT NULL,
    epoch INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    kept INTEGER NOT NULL CHECK (kept > 0),
    by_device_id TEXT,
    by_epoch INTEGER,
    by_seq INTEGER,
    PRIMARY KEY (store_id, register_id, business_day, return_id)
) STRICT, WITHOUT ROWID;
