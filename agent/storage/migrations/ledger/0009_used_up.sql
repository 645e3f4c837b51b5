-- Returns that kept their refund for an exchange, and the entry that used it up: a ticket, or a payment. Once each.
CREATE TABLE used_up_refund (
    seq INTEGER PRIMARY KEY,
    by_seq INTEGER NOT NULL
) STRICT;
