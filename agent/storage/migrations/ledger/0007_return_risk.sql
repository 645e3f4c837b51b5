-- What was refunded while HQ was out of reach: it counts against the device's limit until HQ has answered.
ALTER TABLE goods_return ADD COLUMN risk INTEGER NOT NULL DEFAULT 0;
CREATE INDEX goods_return_risk ON goods_return (seq) WHERE risk > 0;
