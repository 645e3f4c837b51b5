-- Benefit cards. Their uses stand in rights, under "card:<card_id>" and, for uses that came back, "card:<card_id>:<no>".
CREATE TABLE card (
    card_id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL,
    member_id TEXT NOT NULL,
    card_type_id TEXT NOT NULL,
    state INTEGER NOT NULL,
    issued_at INTEGER NOT NULL,
    valid_from INTEGER NOT NULL,
    valid_until INTEGER NOT NULL,
    uses INTEGER NOT NULL CHECK (uses > 0),
    further INTEGER NOT NULL CHECK (further >= 0),
    given_back INTEGER NOT NULL CHECK (given_back >= 0)
) STRICT, WITHOUT ROWID;
CREATE INDEX card_account ON card (account_id, card_id);
