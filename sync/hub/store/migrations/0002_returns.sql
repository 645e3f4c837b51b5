-- What the redemptions of a ticket took, in the order in which it was booked: what a return may give back.
-- outcome: 0 taken from the right, 1 owed (no right had it), 2 refused (nothing comes back).
CREATE TABLE redemption (
    no INTEGER PRIMARY KEY,
    store_id TEXT NOT NULL,
    register_id TEXT NOT NULL,
    business_day TEXT NOT NULL,
    ticket_id TEXT NOT NULL,
    account_id TEXT NOT NULL,
    right_id TEXT NOT NULL,
    amount INTEGER NOT NULL CHECK (amount > 0),
    expires_at INTEGER NOT NULL,
    outcome INTEGER NOT NULL,
    device_id TEXT NOT NULL,
    epoch INTEGER NOT NULL,
    seq INTEGER NOT NULL
) STRICT;
CREATE INDEX redemption_ticket ON redemption (store_id, register_id, business_day, ticket_id, no);

-- Returns that count, by the entry that told of each. of_* is the ticket whose goods came back.
CREATE TABLE goods_return (
    device_id TEXT NOT NULL,
    epoch INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    store_id TEXT NOT NULL,
    register_id TEXT NOT NULL,
    business_day TEXT NOT NULL,
    return_id TEXT NOT NULL,
    of_store_id TEXT NOT NULL,
    of_register_id TEXT NOT NULL,
    of_business_day TEXT NOT NULL,
    of_ticket_id TEXT NOT NULL,
    member_id TEXT NOT NULL,
    at INTEGER NOT NULL,
    voided INTEGER NOT NULL CHECK (voided IN (0, 1)),
    refund INTEGER NOT NULL CHECK (refund >= 0),
    burn INTEGER NOT NULL CHECK (burn >= 0),
    earn INTEGER NOT NULL CHECK (earn >= 0),
    PRIMARY KEY (device_id, epoch, seq),
    UNIQUE (store_id, register_id, business_day, return_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX goods_return_ticket ON goods_return (of_store_id, of_register_id, of_business_day, of_ticket_id);

CREATE TABLE goods_return_line (
    device_id TEXT NOT NULL,
    epoch INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    line_no INTEGER NOT NULL,
    quantity INTEGER NOT NULL CHECK (quantity > 0),
    PRIMARY KEY (device_id, epoch, seq, line_no)
) STRICT, WITHOUT ROWID;

-- Returns whose ticket, or whose ticket's redemptions, HQ has not all heard of yet.
CREATE TABLE waiting_return (
    device_id TEXT NOT NULL,
    epoch INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    store_id TEXT NOT NULL,
    register_id TEXT NOT NULL,
    business_day TEXT NOT NULL,
    ticket_id TEXT NOT NULL,
    since INTEGER NOT NULL,
    PRIMARY KEY (device_id, epoch, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX waiting_return_ticket ON waiting_return (store_id, register_id, business_day, ticket_id, since);
