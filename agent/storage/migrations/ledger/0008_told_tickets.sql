-- HQ's word on a ticket by which this disk took goods of it back: a repeat of the request gets the same answer.
CREATE TABLE told_ticket (
    seq INTEGER PRIMARY KEY,
    told TEXT NOT NULL
) STRICT;
