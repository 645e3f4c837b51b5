-- What a return did about gifts that its ticket's coupons had given. Amounts in minor units.
CREATE TABLE goods_return_gift (
    device_id TEXT NOT NULL,
    epoch INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    no INTEGER NOT NULL,
    coupon_id TEXT NOT NULL,
    line_no INTEGER NOT NULL,
    sku TEXT NOT NULL,
    gift_value INTEGER NOT NULL CHECK (gift_value >= 0),
    deduction INTEGER NOT NULL CHECK (deduction >= 0),
    refund INTEGER NOT NULL CHECK (refund >= 0),
    waived INTEGER NOT NULL CHECK (waived IN (0, 1)),
    PRIMARY KEY (device_id, epoch, seq, no)
) STRICT, WITHOUT ROWID;

-- Pieces of a line that were exchanged for others of the same style and price.
CREATE TABLE goods_exchange (
    device_id TEXT NOT NULL,
    epoch INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    no INTEGER NOT NULL,
    line_no INTEGER NOT NULL,
    quantity INTEGER NOT NULL CHECK (quantity > 0),
    from_sku TEXT NOT NULL,
    sku TEXT NOT NULL,
    gtin TEXT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (device_id, epoch, seq, no)
) STRICT, WITHOUT ROWID;
