-- Each query that runs for a sale or a checkout finds its rows by an index; the conditions stand as the queries have them.
CREATE INDEX rights_card ON rights (account_id, right_id) WHERE right_id GLOB 'card:*';
DROP INDEX hold_right_unspent;
CREATE INDEX hold_right_unspent ON hold_right (right_id) WHERE amount > consumed + released;
