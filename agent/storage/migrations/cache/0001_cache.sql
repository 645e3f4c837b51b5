-- What snapshots and the feed bring. Bodies are the canonical JSON of the row; the columns beside them are for finding it.

CREATE TABLE member (
    no INTEGER PRIMARY KEY,
    member_id TEXT NOT NULL,
    body BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX member_by_id ON member (member_id);

-- kind: 1 phone, 2 card_no, 3 union_id, 4 open_id, 5 tmall, 6 jd, 7 douyin, 8 external_crm, 9 member_code
CREATE TABLE identity (
    kind INTEGER NOT NULL,
    value TEXT NOT NULL,
    member INTEGER NOT NULL,
    PRIMARY KEY (kind, value)
) STRICT, WITHOUT ROWID;

CREATE TABLE coupon (
    no INTEGER PRIMARY KEY,
    coupon_id TEXT NOT NULL UNIQUE,
    code TEXT NOT NULL,
    member_id TEXT NOT NULL,
    valid_until INTEGER NOT NULL,
    body BLOB NOT NULL
) STRICT;
CREATE INDEX coupon_by_code ON coupon (code, valid_until);
CREATE INDEX coupon_by_member ON coupon (member_id, valid_until, coupon_id) WHERE member_id <> '';

CREATE TABLE template (
    template_id TEXT PRIMARY KEY,
    body BLOB NOT NULL
) STRICT;

CREATE TABLE product (
    no INTEGER PRIMARY KEY,
    sku TEXT NOT NULL UNIQUE,
    gtin TEXT NOT NULL,
    body BLOB NOT NULL
) STRICT;
CREATE INDEX product_by_gtin ON product (gtin, sku) WHERE gtin <> '';

CREATE TABLE rules (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    body BLOB NOT NULL
) STRICT;

CREATE TABLE feed_position (
    scope TEXT PRIMARY KEY,
    position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
