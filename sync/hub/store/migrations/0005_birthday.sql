-- Month and day, "MM-DD"; empty where it is not known.
ALTER TABLE member ADD COLUMN birthday TEXT NOT NULL DEFAULT '';
-- With it the whole ticket had come back. Returns of before count as parts: their ticket stays a purchase.
ALTER TABLE goods_return ADD COLUMN whole INTEGER NOT NULL DEFAULT 0 CHECK (whole IN (0, 1));
