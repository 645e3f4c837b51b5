-- Purses beside the main one, whose id is empty. What is in them stands beside the main one's figures.
ALTER TABLE rights ADD COLUMN purse_id TEXT NOT NULL DEFAULT '';
ALTER TABLE points_line ADD COLUMN purse_id TEXT NOT NULL DEFAULT '';
ALTER TABLE hold_right ADD COLUMN purse_id TEXT NOT NULL DEFAULT '';
ALTER TABLE redemption ADD COLUMN purse_id TEXT NOT NULL DEFAULT '';

CREATE TABLE member_debt (
    member_id TEXT NOT NULL REFERENCES member,
    purse_id TEXT NOT NULL,
    owed INTEGER NOT NULL CHECK (owed > 0),
    PRIMARY KEY (member_id, purse_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE ticket_purse (
    store_id TEXT NOT NULL,
    register_id TEXT NOT NULL,
    business_day TEXT NOT NULL,
    ticket_id TEXT NOT NULL,
    purse_id TEXT NOT NULL,
    earned INTEGER NOT NULL CHECK (earned >= 0),
    spent INTEGER NOT NULL CHECK (spent >= 0),
    PRIMARY KEY (store_id, register_id, business_day, ticket_id, purse_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE goods_return_purse (
    device_id TEXT NOT NULL,
    epoch INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    purse_id TEXT NOT NULL,
    burn INTEGER NOT NULL CHECK (burn >= 0),
    earn INTEGER NOT NULL CHECK (earn >= 0),
    PRIMARY KEY (device_id, epoch, seq, purse_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE operation_purse (
    operation_no INTEGER NOT NULL,
    purse_id TEXT NOT NULL,
    points INTEGER NOT NULL CHECK (points >= 0),
    owed INTEGER NOT NULL CHECK (owed >= 0),
    PRIMARY KEY (operation_no, purse_id)
) STRICT, WITHOUT ROWID;
