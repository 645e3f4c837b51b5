-- What members paid of late, by ticket, and when their tiers are looked at again.
CREATE TABLE growth (
    store_id TEXT NOT NULL,
    register_id TEXT NOT NULL,
    business_day TEXT NOT NULL,
    ticket_id TEXT NOT NULL,
    member_id TEXT NOT NULL,
    at INTEGER NOT NULL,
    growth INTEGER NOT NULL CHECK (growth >= 0),
    raised_from TEXT NOT NULL,
    raised_to TEXT NOT NULL,
    PRIMARY KEY (store_id, register_id, business_day, ticket_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX growth_member ON growth (member_id, at, growth);

CREATE TABLE standing (
    member_id TEXT PRIMARY KEY REFERENCES member,
    growth INTEGER NOT NULL CHECK (growth >= 0),
    review_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX standing_review ON standing (review_at);
