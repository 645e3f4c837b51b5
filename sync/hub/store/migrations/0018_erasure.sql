-- Consents outlive who gave them: of an erased member the bare record stays, under an id that is no member's. So they refer
-- to no member any more. `withdrawn`: the purpose that was taken back (1 membership, 2 marketing, 3 sharing), 0: none.
CREATE TABLE kept_consent (
    consent_no INTEGER PRIMARY KEY,
    member_id TEXT NOT NULL,
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
    staff_id TEXT NOT NULL,
    withdrawn INTEGER NOT NULL DEFAULT 0,
    reason TEXT NOT NULL DEFAULT ''
) STRICT;
INSERT INTO kept_consent (consent_no, member_id, text_version, membership, marketing, sharing, channel, guardian_name, guardian_phone, birth_year, at, device_id, staff_id)
SELECT consent_no, member_id, text_version, membership, marketing, sharing, channel, guardian_name, guardian_phone, birth_year, at, device_id, staff_id FROM consent;
DROP TABLE consent;
ALTER TABLE kept_consent RENAME TO consent;
CREATE INDEX consent_member ON consent (member_id, consent_no);

-- Who was erased, by a digest of what it was called: nobody can be read out of it, and whoever comes with the same name again
-- is known as erased. All else that named the member names `erased_id`.
CREATE TABLE erased (
    mark BLOB PRIMARY KEY,
    erased_id TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
