-- HQ's authority in one file. Every table that an account owns carries account_id, which is to be its distribution column in
-- a store of several machines; device tables have device_id in that part; the rest are reference tables. Times are UTC
-- milliseconds. Numbers of enumerations are those of hub/core/rows.hpp and the domain's headers.

CREATE TABLE member (
    member_id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL,
    state INTEGER NOT NULL,
    name TEXT NOT NULL,
    tier TEXT NOT NULL,
    home_store TEXT NOT NULL,
    owed INTEGER NOT NULL CHECK (owed >= 0)
) STRICT, WITHOUT ROWID;

-- At most one member has an identity in the programme.
CREATE TABLE identity (
    kind INTEGER NOT NULL,
    value TEXT NOT NULL,
    member_id TEXT NOT NULL REFERENCES member,
    account_id TEXT NOT NULL,
    place INTEGER NOT NULL,
    PRIMARY KEY (kind, value)
) STRICT, WITHOUT ROWID;
CREATE INDEX identity_member ON identity (member_id, place);

CREATE TABLE member_applied (
    member_id TEXT NOT NULL REFERENCES member,
    account_id TEXT NOT NULL,
    device_id TEXT NOT NULL,
    epoch INTEGER NOT NULL,
    seq INTEGER NOT NULL CHECK (seq > 0),
    PRIMARY KEY (member_id, device_id, epoch)
) STRICT, WITHOUT ROWID;

-- A unit is in exactly one state; nothing is ever below zero (docs/rights.md, I1 and I2).
CREATE TABLE rights (
    right_id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL,
    member_id TEXT NOT NULL,
    total INTEGER NOT NULL,
    free INTEGER NOT NULL CHECK (free >= 0),
    held INTEGER NOT NULL CHECK (held >= 0),
    used INTEGER NOT NULL CHECK (used >= 0),
    ended INTEGER NOT NULL CHECK (ended >= 0),
    available_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    CHECK (total = free + held + used + ended)
) STRICT, WITHOUT ROWID;
CREATE INDEX rights_account ON rights (account_id, expires_at, available_at) WHERE free + held > 0;
CREATE INDEX rights_expiry ON rights (expires_at) WHERE free > 0;

CREATE TABLE coupon (
    coupon_id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL,
    code TEXT NOT NULL UNIQUE,
    body BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE points_line (
    line_no INTEGER PRIMARY KEY,
    account_id TEXT NOT NULL,
    right_id TEXT NOT NULL,
    cause INTEGER NOT NULL,
    delta INTEGER NOT NULL,
    at INTEGER NOT NULL,
    device_id TEXT,
    epoch INTEGER,
    seq INTEGER
) STRICT;
CREATE INDEX points_line_account ON points_line (account_id);

CREATE TABLE hold (
    device_id TEXT NOT NULL,
    epoch INTEGER NOT NULL,
    hub_epoch INTEGER NOT NULL,
    no INTEGER NOT NULL CHECK (no > 0),
    account_id TEXT NOT NULL,
    member_id TEXT NOT NULL,
    granted_at INTEGER NOT NULL,
    reason INTEGER NOT NULL,
    reclaim_after INTEGER,
    request_no INTEGER NOT NULL,
    state INTEGER NOT NULL,
    payload BLOB NOT NULL,
    signature BLOB NOT NULL,
    recall_why TEXT NOT NULL,
    recalls INTEGER NOT NULL,
    recall_at INTEGER NOT NULL,
    PRIMARY KEY (device_id, epoch, hub_epoch, no)
) STRICT, WITHOUT ROWID;
CREATE INDEX hold_request ON hold (device_id, epoch, request_no);
CREATE INDEX hold_open ON hold (device_id, epoch, no) WHERE state <> 5;
CREATE INDEX hold_recall ON hold (recall_at) WHERE state = 1;

CREATE TABLE hold_right (
    device_id TEXT NOT NULL,
    epoch INTEGER NOT NULL,
    hub_epoch INTEGER NOT NULL,
    no INTEGER NOT NULL,
    right_id TEXT NOT NULL,
    account_id TEXT NOT NULL,
    place INTEGER NOT NULL,
    amount INTEGER NOT NULL CHECK (amount > 0),
    expires_at INTEGER NOT NULL,
    consumed INTEGER NOT NULL CHECK (consumed >= 0),
    released INTEGER NOT NULL CHECK (released >= 0),
    recalled INTEGER NOT NULL CHECK (recalled >= 0),
    PRIMARY KEY (device_id, epoch, hub_epoch, no, right_id),
    CHECK (consumed + released <= amount)
) STRICT, WITHOUT ROWID;
CREATE INDEX hold_right_unspent ON hold_right (right_id) WHERE consumed + released < amount;

CREATE TABLE wish (
    right_id TEXT NOT NULL,
    kind INTEGER NOT NULL,
    device_id TEXT NOT NULL,
    epoch INTEGER NOT NULL,
    request_no INTEGER NOT NULL,
    account_id TEXT NOT NULL,
    member_id TEXT NOT NULL,
    least INTEGER NOT NULL,
    most INTEGER NOT NULL,
    reason INTEGER NOT NULL,
    since INTEGER NOT NULL,
    repeated_at INTEGER NOT NULL,
    PRIMARY KEY (right_id, kind, device_id, epoch, request_no)
) STRICT, WITHOUT ROWID;
CREATE INDEX wish_age ON wish (repeated_at) WHERE kind = 1;

CREATE TABLE pending_risk (
    device_id TEXT NOT NULL,
    epoch INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    right_id TEXT NOT NULL,
    account_id TEXT NOT NULL,
    member_id TEXT NOT NULL,
    amount INTEGER NOT NULL,
    remaining INTEGER NOT NULL CHECK (remaining > 0),
    at INTEGER NOT NULL,
    store_id TEXT NOT NULL,
    register_id TEXT NOT NULL,
    business_day TEXT NOT NULL,
    ticket_id TEXT NOT NULL,
    PRIMARY KEY (device_id, epoch, seq, right_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX pending_risk_right ON pending_risk (right_id, at);

CREATE TABLE device (
    device_id TEXT NOT NULL,
    epoch INTEGER NOT NULL CHECK (epoch > 0),
    store_id TEXT NOT NULL,
    name TEXT NOT NULL,
    state INTEGER NOT NULL,
    state_why TEXT NOT NULL,
    signing_key BLOB NOT NULL,
    curve_key BLOB NOT NULL UNIQUE,
    head_seq INTEGER NOT NULL,
    head_hash BLOB NOT NULL,
    aside_seq INTEGER NOT NULL,
    aside_hash BLOB NOT NULL,
    safe_seq INTEGER NOT NULL,
    token TEXT NOT NULL,
    next_token TEXT NOT NULL,
    nonces TEXT NOT NULL,
    hub_epoch INTEGER NOT NULL,
    request_no INTEGER NOT NULL,
    hold_no INTEGER NOT NULL,
    enrolled_at INTEGER NOT NULL,
    last_contact INTEGER NOT NULL,
    PRIMARY KEY (device_id, epoch)
) STRICT, WITHOUT ROWID;

-- Append only: what the devices did. `aside` rows are of a quarantined disk and may repeat a number of its other branch.
CREATE TABLE entry (
    device_id TEXT NOT NULL,
    epoch INTEGER NOT NULL,
    aside INTEGER NOT NULL CHECK (aside IN (0, 1)),
    seq INTEGER NOT NULL CHECK (seq > 0),
    body BLOB NOT NULL,
    hash BLOB NOT NULL,
    verdict INTEGER NOT NULL,
    code TEXT NOT NULL,
    late INTEGER NOT NULL CHECK (late IN (0, 1)),
    received_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX entry_place ON entry (device_id, epoch, seq) WHERE aside = 0;
CREATE UNIQUE INDEX entry_aside ON entry (device_id, epoch, seq, hash) WHERE aside = 1;
CREATE INDEX entry_late ON entry (device_id, epoch, seq) WHERE late = 1;
CREATE INDEX entry_question ON entry (received_at) WHERE verdict <> 0;

CREATE TABLE ticket (
    store_id TEXT NOT NULL,
    register_id TEXT NOT NULL,
    business_day TEXT NOT NULL,
    ticket_id TEXT NOT NULL,
    device_id TEXT,
    epoch INTEGER,
    seq INTEGER,
    member_id TEXT NOT NULL,
    at INTEGER NOT NULL,
    total INTEGER NOT NULL,
    due INTEGER NOT NULL,
    earned INTEGER NOT NULL,
    spent INTEGER NOT NULL,
    PRIMARY KEY (store_id, register_id, business_day, ticket_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX ticket_member ON ticket (member_id, at);

CREATE TABLE enrol_code (
    code_id TEXT PRIMARY KEY,
    secret BLOB NOT NULL,
    store_id TEXT NOT NULL,
    device_id TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    used_device TEXT,
    used_epoch INTEGER,
    answer BLOB NOT NULL,
    request_mac BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- Of each thing the newest state only, at the position of its last change.
CREATE TABLE feed (
    position INTEGER PRIMARY KEY,
    kind INTEGER NOT NULL,
    id TEXT NOT NULL,
    deleted INTEGER NOT NULL CHECK (deleted IN (0, 1)),
    body BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX feed_thing ON feed (kind, id);

CREATE TABLE rules (
    hash BLOB PRIMARY KEY,
    current_no INTEGER NOT NULL UNIQUE,
    body BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE coupon_template (
    template_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (template_id, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE product (
    sku TEXT PRIMARY KEY,
    gtin TEXT UNIQUE,
    body BLOB NOT NULL
) STRICT, WITHOUT ROWID;
