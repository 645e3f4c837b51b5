-- Each query that runs for a sale or a checkout finds its rows by an index; the conditions stand as the queries have them.
CREATE INDEX rights_card ON rights (account_id, right_id) WHERE right_id GLOB 'card:*';
DROP INDEX hold_right_unspent;
CREATE INDEX hold_right_unspent ON hold_right (right_id) WHERE amount > consumed + released;

-- Points are cleared purse by purse, at the rate of the day on which they were earned. Of lots of before it is the first time that
-- points came into them; 0: nobody knows.
ALTER TABLE clearing ADD COLUMN purse_id TEXT NOT NULL DEFAULT '';
ALTER TABLE rights ADD COLUMN earned_at INTEGER NOT NULL DEFAULT 0;
UPDATE rights SET earned_at = coalesce((SELECT min(p.at) FROM points_line AS p
  WHERE p.account_id = rights.account_id AND p.right_id = rights.right_id AND p.delta > 0), 0)
WHERE right_id GLOB 'lot:*';
