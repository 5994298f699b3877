-- The index of what is searched in texts, derived from the rest; on SQLite it is a file of its own. It follows the time
-- at which a person's things change: all that changed before `changed_at` is indexed, and of what changed just then all
-- up to `at_item`; of what was there before the index all below the item `rest` is still to come (0: nothing).
CREATE TABLE search_marks (
    user_id {int} NOT NULL PRIMARY KEY REFERENCES shelves (user_id) ON DELETE CASCADE,
    changed_at {int} NOT NULL,
    at_item {int} NOT NULL,
    rest {int} NOT NULL
){people};
-- One row an item. Every word of the vector begins with its person, so that one person's search reads what is theirs. What
-- has more words than a vector can place has none placed, and its parts as words, in which phrases are looked for.
CREATE TABLE search_documents (
    user_id {int} NOT NULL REFERENCES shelves (user_id) ON DELETE CASCADE,
    item {int} NOT NULL,
    digest {bytes} NOT NULL,
    vector TSVECTOR NOT NULL,
    long_parts TEXT[],
    PRIMARY KEY (user_id, item)
){people};
CREATE INDEX search_by_word ON search_documents USING gin (vector) WITH (fastupdate = off);
