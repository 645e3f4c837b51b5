-- What companies owe one another by tickets and returns, as booked with each entry. cause as in domain/clearing.hpp; points
-- at per_1000 minor units for a thousand. Entries of before name no companies and have none.
CREATE TABLE clearing (
    device_id TEXT NOT NULL,
    epoch INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    place INTEGER NOT NULL,
    business_day TEXT NOT NULL,
    debtor TEXT NOT NULL,
    creditor TEXT NOT NULL,
    cause INTEGER NOT NULL,
    id TEXT NOT NULL,
    amount INTEGER NOT NULL CHECK (amount >= 0),
    points INTEGER NOT NULL CHECK (points >= 0),
    per_1000 INTEGER NOT NULL CHECK (per_1000 >= 0),
    PRIMARY KEY (device_id, epoch, seq, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX clearing_day ON clearing (business_day);
CREATE INDEX points_line_at ON points_line (at);
