-- Members whom this disk enrolled, by the journal entry that tells of each, and what they are known by (kinds as in the cache).
CREATE TABLE enrolment (
    seq INTEGER PRIMARY KEY,
    member_id TEXT NOT NULL UNIQUE
) STRICT;
CREATE TABLE enrolled_identity (
    kind INTEGER NOT NULL,
    value TEXT NOT NULL,
    seq INTEGER NOT NULL REFERENCES enrolment,
    PRIMARY KEY (kind, value, seq)
) STRICT, WITHOUT ROWID;
