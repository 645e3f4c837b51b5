-- What people and programs had HQ do, and what they may issue. Enumerations as in hub/core/rows.hpp.

CREATE TABLE operation (
    operation_no INTEGER PRIMARY KEY,
    kind INTEGER NOT NULL,
    state INTEGER NOT NULL,
    subject TEXT NOT NULL,
    other TEXT NOT NULL,
    account_id TEXT NOT NULL,
    member_id TEXT NOT NULL,
    staff_id TEXT NOT NULL,
    reason TEXT NOT NULL,
    at INTEGER NOT NULL,
    settled_at INTEGER NOT NULL
) STRICT;
CREATE INDEX operation_subject ON operation (subject, operation_no);
CREATE INDEX operation_other ON operation (other, operation_no) WHERE other <> '';
CREATE INDEX operation_waiting ON operation (subject, operation_no) WHERE state = 1;

CREATE TABLE first_answer (
    key TEXT PRIMARY KEY,
    request BLOB NOT NULL,
    answer BLOB NOT NULL,
    at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX first_answer_age ON first_answer (at);

-- How much of a quota is left stands in rights, under "quota:<quota_id>".
CREATE TABLE quota (
    quota_id TEXT PRIMARY KEY,
    template_id TEXT NOT NULL,
    campaign_id TEXT NOT NULL,
    staff_id TEXT NOT NULL,
    CHECK (campaign_id <> '' OR staff_id <> ''),
    UNIQUE (template_id, campaign_id, staff_id)
) STRICT, WITHOUT ROWID;
