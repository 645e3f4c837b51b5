-- The ledger of one disk of one device. Times are milliseconds since 1970 (UTC), money is in minor units.

-- Who this disk is. One row, or none before the enrolment.
CREATE TABLE device (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    device_id TEXT NOT NULL,
    epoch INTEGER NOT NULL,
    store_id TEXT NOT NULL,
    hub_epoch INTEGER NOT NULL,
    token TEXT NOT NULL,
    floor INTEGER NOT NULL,
    request_no INTEGER NOT NULL,
    last_contact INTEGER NOT NULL
) STRICT;

-- What was done, never changed afterwards. HQ's answers are kept beside it, in `verdict`.
CREATE TABLE journal (
    seq INTEGER PRIMARY KEY,
    epoch INTEGER NOT NULL,
    kind TEXT NOT NULL,
    at INTEGER NOT NULL,
    body BLOB NOT NULL,
    prev_hash BLOB NOT NULL CHECK (length(prev_hash) = 32),
    hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;

CREATE TRIGGER journal_has_no_gap BEFORE INSERT ON journal
WHEN NEW.seq <> coalesce((SELECT max(seq) FROM journal), 0) + 1
BEGIN SELECT raise(ABORT, 'a journal entry must follow the last one'); END;

CREATE TRIGGER journal_is_never_changed BEFORE UPDATE ON journal
BEGIN SELECT raise(ABORT, 'a journal entry is never changed'); END;

-- Rows may go from the old end only, once HQ has them safe; the head stays, as the next entry chains to it.
CREATE TRIGGER journal_keeps_what_is_not_safe BEFORE DELETE ON journal
WHEN OLD.seq > coalesce((SELECT safe FROM progress), 0) OR OLD.seq = (SELECT max(seq) FROM journal)
BEGIN SELECT raise(ABORT, 'a journal entry is kept until HQ has it safe'); END;

-- 1 accepted, 2 pending, 3 conflict, 4 finding
CREATE TABLE verdict (
    seq INTEGER PRIMARY KEY,
    verdict INTEGER NOT NULL CHECK (verdict BETWEEN 1 AND 4),
    code TEXT NOT NULL
) STRICT;
CREATE INDEX verdict_conflict ON verdict (seq) WHERE verdict = 3;

-- How far HQ has applied the journal, and how far a verified backup has it.
CREATE TABLE progress (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    applied INTEGER NOT NULL,
    safe INTEGER NOT NULL
) STRICT;
INSERT INTO progress VALUES (1, 0, 0);

-- Holds with unspent units. reason: 1 checkout, 2 home store, 3 pass. reclaim_after: milliseconds, NULL means never.
CREATE TABLE hold (
    device_id TEXT NOT NULL,
    epoch INTEGER NOT NULL,
    hub_epoch INTEGER NOT NULL,
    no INTEGER NOT NULL,
    account_id TEXT NOT NULL,
    member_id TEXT NOT NULL,
    granted_at INTEGER NOT NULL,
    reason INTEGER NOT NULL CHECK (reason BETWEEN 1 AND 3),
    reclaim_after INTEGER,
    request_no INTEGER NOT NULL,
    grant_payload BLOB NOT NULL,
    grant_signature BLOB NOT NULL CHECK (length(grant_signature) = 64),
    PRIMARY KEY (device_id, epoch, hub_epoch, no)
) STRICT, WITHOUT ROWID;
CREATE INDEX hold_member ON hold (member_id);

CREATE TABLE hold_right (
    device_id TEXT NOT NULL,
    epoch INTEGER NOT NULL,
    hub_epoch INTEGER NOT NULL,
    no INTEGER NOT NULL,
    position INTEGER NOT NULL,
    right_id TEXT NOT NULL,
    amount INTEGER NOT NULL CHECK (amount > 0),
    expires_at INTEGER NOT NULL,
    spent INTEGER NOT NULL CHECK (spent >= 0),
    given_back INTEGER NOT NULL CHECK (given_back >= 0),
    checkout_id TEXT NOT NULL,
    recall_waits INTEGER NOT NULL CHECK (recall_waits IN (0, 1)),
    PRIMARY KEY (device_id, epoch, hub_epoch, no, position),
    FOREIGN KEY (device_id, epoch, hub_epoch, no) REFERENCES hold ON DELETE CASCADE,
    CHECK (spent + given_back <= amount)
) STRICT, WITHOUT ROWID;

-- Holds that are over, or were refused unseen: every later copy of their grant is void.
CREATE TABLE tombstone (
    device_id TEXT NOT NULL,
    epoch INTEGER NOT NULL,
    hub_epoch INTEGER NOT NULL,
    no INTEGER NOT NULL,
    PRIMARY KEY (device_id, epoch, hub_epoch, no)
) STRICT, WITHOUT ROWID;

-- state: 1 open, 2 committed, 3 cancelled. request_no is 0 where nothing was asked of HQ.
CREATE TABLE checkout (
    no INTEGER PRIMARY KEY,
    checkout_id TEXT NOT NULL UNIQUE,
    state INTEGER NOT NULL CHECK (state BETWEEN 1 AND 3),
    request_no INTEGER NOT NULL,
    opened_at INTEGER NOT NULL,
    body BLOB NOT NULL
) STRICT;
CREATE INDEX checkout_open ON checkout (opened_at) WHERE state = 1;
CREATE UNIQUE INDEX checkout_request ON checkout (request_no) WHERE request_no > 0;

-- Requests of a POS that were answered. Numbered in the order of their arrival.
CREATE TABLE request (
    no INTEGER PRIMARY KEY,
    idempotency_key TEXT NOT NULL UNIQUE,
    digest BLOB NOT NULL CHECK (length(digest) = 32),
    status INTEGER NOT NULL,
    at INTEGER NOT NULL,
    body BLOB NOT NULL
) STRICT;

-- The day comes first in the key, so that a day's tickets lie side by side.
CREATE TABLE ticket (
    seq INTEGER PRIMARY KEY,
    business_day TEXT NOT NULL,
    store_id TEXT NOT NULL,
    register_id TEXT NOT NULL,
    ticket_id TEXT NOT NULL,
    at INTEGER NOT NULL,
    member_id TEXT NOT NULL,
    due INTEGER NOT NULL,
    UNIQUE (business_day, store_id, register_id, ticket_id)
) STRICT;
CREATE INDEX ticket_member ON ticket (member_id, seq) WHERE member_id <> '';

-- What an own entry changed for a member. right_id is empty for earnings.
CREATE TABLE effect (
    member_id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    right_id TEXT NOT NULL,
    amount INTEGER NOT NULL,
    at_risk INTEGER NOT NULL CHECK (at_risk IN (0, 1)),
    answered INTEGER NOT NULL CHECK (answered IN (0, 1)),
    value INTEGER NOT NULL,
    at INTEGER NOT NULL,
    business_day TEXT NOT NULL,
    PRIMARY KEY (member_id, seq, right_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX effect_right ON effect (right_id) WHERE right_id <> '';
CREATE INDEX effect_unanswered ON effect (seq, value) WHERE at_risk = 1 AND answered = 0;
CREATE INDEX effect_risk_of_day ON effect (member_id, business_day, value) WHERE at_risk = 1;

-- What is written only to prepare the write-ahead log before anybody waits for it: `block` to grow it, `turn` to begin it anew.
CREATE TABLE filler (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    turn INTEGER NOT NULL,
    block BLOB NOT NULL
) STRICT;
INSERT INTO filler VALUES (1, 0, x'');
