-- What purchases of staff take of the month's quota, and who of the members works here.
CREATE TABLE staff_purchase (
    store_id TEXT NOT NULL,
    register_id TEXT NOT NULL,
    business_day TEXT NOT NULL,
    ticket_id TEXT NOT NULL,
    member_id TEXT NOT NULL,
    spent INTEGER NOT NULL CHECK (spent >= 0),
    PRIMARY KEY (store_id, register_id, business_day, ticket_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX staff_purchase_member ON staff_purchase (member_id, business_day, spent);

ALTER TABLE member ADD COLUMN staff_id TEXT NOT NULL DEFAULT '';
