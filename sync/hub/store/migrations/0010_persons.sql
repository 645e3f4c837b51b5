-- What is known of each identity, those that are not a member's any more or not yet, what was consented to, and who may be one
-- person. Enumerations as in hub/core/rows.hpp and domain/member.hpp.

ALTER TABLE identity ADD COLUMN verified_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE identity ADD COLUMN verified_by INTEGER NOT NULL DEFAULT 0;
ALTER TABLE identity ADD COLUMN source TEXT NOT NULL DEFAULT '';

-- Released or disputed: several members may name the same one here.
CREATE TABLE identity_aside (
    member_id TEXT NOT NULL REFERENCES member,
    kind INTEGER NOT NULL,
    value TEXT NOT NULL,
    account_id TEXT NOT NULL,
    state INTEGER NOT NULL CHECK (state > 0),
    verified_at INTEGER NOT NULL,
    verified_by INTEGER NOT NULL,
    source TEXT NOT NULL,
    place INTEGER NOT NULL,
    PRIMARY KEY (member_id, kind, value)
) STRICT, WITHOUT ROWID;

CREATE TABLE consent (
    consent_no INTEGER PRIMARY KEY,
    member_id TEXT NOT NULL REFERENCES member,
    text_version TEXT NOT NULL,
    membership INTEGER NOT NULL CHECK (membership IN (0, 1)),
    marketing INTEGER NOT NULL CHECK (marketing IN (0, 1)),
    sharing INTEGER NOT NULL CHECK (sharing IN (0, 1)),
    channel TEXT NOT NULL,
    guardian_name TEXT NOT NULL,
    guardian_phone TEXT NOT NULL,
    birth_year INTEGER NOT NULL,
    at INTEGER NOT NULL,
    device_id TEXT NOT NULL,
    staff_id TEXT NOT NULL
) STRICT;
CREATE INDEX consent_member ON consent (member_id, consent_no);

CREATE TABLE merge_candidate (
    candidate_no INTEGER PRIMARY KEY,
    member_id TEXT NOT NULL REFERENCES member,
    other_member_id TEXT NOT NULL REFERENCES member,
    why TEXT NOT NULL,
    at INTEGER NOT NULL,
    state INTEGER NOT NULL,
    staff_id TEXT NOT NULL,
    settled_at INTEGER NOT NULL
) STRICT;
CREATE INDEX merge_candidate_open ON merge_candidate (candidate_no) WHERE state = 0;
CREATE INDEX merge_candidate_member ON merge_candidate (member_id) WHERE state = 0;
CREATE INDEX merge_candidate_other ON merge_candidate (other_member_id) WHERE state = 0;
