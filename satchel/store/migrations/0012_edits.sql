-- What people set themselves in place of what a page says (`edits`, JSON, with what the page says there), and whether
-- they chose the version that they read (`chosen`): no fetch takes that away.
ALTER TABLE items ADD COLUMN edits TEXT NOT NULL DEFAULT '';
ALTER TABLE items ADD COLUMN chosen {int} NOT NULL DEFAULT 0;
-- An item has several bodies, one a version. `head` is what lists show of a version that is not read, empty for the one
-- that is: there the item has it. `origin` says where the text is from, `why` how it was chosen, a note a line.
ALTER TABLE bodies ADD COLUMN head TEXT NOT NULL DEFAULT '';
ALTER TABLE bodies ADD COLUMN origin {int} NOT NULL DEFAULT 0;
ALTER TABLE bodies ADD COLUMN why TEXT NOT NULL DEFAULT '';

-- What a person hides on a site: `parts` is a list of JSON.
CREATE TABLE site_rules (
    user_id {int} NOT NULL REFERENCES shelves (user_id) ON DELETE CASCADE,
    host TEXT NOT NULL,
    parts TEXT NOT NULL,
    changed_at {int} NOT NULL,
    PRIMARY KEY (user_id, host)
){people}{strict};

-- The ready search for what was begun: a list of its own has that. One that somebody changed is theirs.
DELETE FROM searches WHERE ready = 3 AND name = '' AND query = 'is:started' AND fed = 0;
UPDATE searches SET ready = 0, name = CASE WHEN name = '' THEN 'Started' ELSE name END WHERE ready = 3;
