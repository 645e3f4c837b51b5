-- Returns that this disk took, by the journal entry that tells of each. of_* is the ticket whose goods came back.
CREATE TABLE goods_return (
    seq INTEGER PRIMARY KEY,
    business_day TEXT NOT NULL,
    store_id TEXT NOT NULL,
    register_id TEXT NOT NULL,
    return_id TEXT NOT NULL,
    of_business_day TEXT NOT NULL,
    of_store_id TEXT NOT NULL,
    of_register_id TEXT NOT NULL,
    of_ticket_id TEXT NOT NULL,
    at INTEGER NOT NULL,
    UNIQUE (business_day, store_id, register_id, return_id)
) STRICT;
CREATE INDEX goods_return_ticket ON goods_return (of_business_day, of_store_id, of_register_id, of_ticket_id);
