-- Coupons that were used and have not been given back since: what limits per member, day and store count.
CREATE TABLE coupon_use (
    coupon_id TEXT PRIMARY KEY,
    template_id TEXT NOT NULL,
    account_id TEXT NOT NULL,
    member_id TEXT NOT NULL,
    store_id TEXT NOT NULL,
    business_day TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX coupon_use_member ON coupon_use (member_id, template_id, business_day) WHERE member_id <> '';
CREATE INDEX coupon_use_template ON coupon_use (template_id, store_id, business_day);
CREATE INDEX hold_member ON hold (member_id) WHERE state < 4;

INSERT INTO coupon_use (coupon_id, template_id, account_id, member_id, store_id, business_day)
SELECT c.coupon_id, c.body ->> '$.template_id', c.account_id,
       coalesce(c.body ->> '$.member_id', t.member_id, ''),
       c.body ->> '$.used.ticket_key.store_id', c.body ->> '$.used.ticket_key.business_day'
FROM (SELECT coupon_id, account_id, code, CAST(body AS TEXT) AS body FROM coupon) AS c
LEFT JOIN ticket AS t ON t.store_id = c.body ->> '$.used.ticket_key.store_id'
  AND t.register_id = c.body ->> '$.used.ticket_key.register_id'
  AND t.business_day = c.body ->> '$.used.ticket_key.business_day'
  AND t.ticket_id = c.body ->> '$.used.ticket_key.ticket_id'
WHERE c.body ->> '$.state' = 'used' AND c.body ->> '$.used.ticket_key.store_id' IS NOT NULL AND c.code NOT LIKE 'used:%'
  AND c.coupon_id NOT IN (SELECT CAST(body AS TEXT) ->> '$.from' FROM coupon WHERE CAST(body AS TEXT) ->> '$.from' IS NOT NULL);

-- When the birthday was last changed; 0: never.
ALTER TABLE member ADD COLUMN birthday_at INTEGER NOT NULL DEFAULT 0;
