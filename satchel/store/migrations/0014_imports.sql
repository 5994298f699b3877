-- Files of links that people bring along. `file` is its name in the server's own folder for as long as it is needed,
-- `choices`, `look` and `folders` (those that it made) are JSON. `rows` were dealt with: new, joined and skipped add up to them.
-- status: 0 looking, 1 looked, 2 under way, 3 done, 4 stopped, 5 refused, 6 being undone, 7 undone, 8 failed.
CREATE TABLE imports (
    user_id {int} NOT NULL REFERENCES shelves (user_id) ON DELETE CASCADE,
    id {int} NOT NULL,
    name TEXT NOT NULL,
    file TEXT NOT NULL DEFAULT '',
    digest TEXT NOT NULL DEFAULT '',
    size {int} NOT NULL DEFAULT 0,
    kind TEXT NOT NULL DEFAULT '',
    status {int} NOT NULL,
    choices TEXT NOT NULL,
    look TEXT NOT NULL,
    made_at {int} NOT NULL,
    ended_at {int} NOT NULL DEFAULT 0,
    rows {int} NOT NULL DEFAULT 0,
    new {int} NOT NULL DEFAULT 0,
    joined {int} NOT NULL DEFAULT 0,
    skipped {int} NOT NULL DEFAULT 0,
    highlights {int} NOT NULL DEFAULT 0,
    undone {int} NOT NULL DEFAULT 0,
    kept {int} NOT NULL DEFAULT 0,
    place {int} NOT NULL DEFAULT 0,
    error TEXT NOT NULL DEFAULT '',
    act_id {int} NOT NULL DEFAULT 0,
    folders TEXT NOT NULL DEFAULT '[]',
    PRIMARY KEY (user_id, id)
){people}{strict};

-- The account of an import: every row of its file, in order, with what became of it. outcome: 0 new, 1 joined, 2 skipped.
-- `added` is JSON: what undoing takes away again. `digest` is of what the row says, so that the same row is known again.
-- marks: 1 the item became one with another, 2 undone, 4 left as it was when the rest was undone.
CREATE TABLE import_rows (
    user_id {int} NOT NULL,
    import_id {int} NOT NULL,
    number {int} NOT NULL,
    outcome {int} NOT NULL,
    why TEXT NOT NULL DEFAULT '',
    place TEXT NOT NULL,
    address TEXT NOT NULL,
    title TEXT NOT NULL DEFAULT '',
    item_id {int} NOT NULL DEFAULT 0,
    same_as {int} NOT NULL DEFAULT 0,
    added TEXT NOT NULL DEFAULT '',
    remarks TEXT NOT NULL DEFAULT '',
    digest {bytes} NOT NULL,
    marks {int} NOT NULL DEFAULT 0,
    PRIMARY KEY (user_id, import_id, number),
    FOREIGN KEY (user_id, import_id) REFERENCES imports (user_id, id) ON DELETE CASCADE
){people}{keyed};
CREATE INDEX import_rows_by_item ON import_rows (user_id, item_id) WHERE item_id > 0;
CREATE INDEX import_rows_by_outcome ON import_rows (user_id, import_id, outcome, number);
