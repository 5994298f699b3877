-- Searches that a person keeps: lists by a question. `ready` says which of ours it is (1 to 4), 0 for the person's own;
-- one of ours has no name until somebody gives it one. `place` orders them. They are numbered by themselves, from 5 on.
CREATE TABLE searches (
    user_id {int} NOT NULL REFERENCES shelves (user_id) ON DELETE CASCADE,
    id {int} NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    query TEXT NOT NULL,
    place {int} NOT NULL,
    ready {int} NOT NULL DEFAULT 0,
    counted {int} NOT NULL DEFAULT 1,
    fed {int} NOT NULL DEFAULT 0,
    made_at {int} NOT NULL DEFAULT 0,
    PRIMARY KEY (user_id, id)
){people}{strict};
ALTER TABLE shelves ADD COLUMN last_search {int} NOT NULL DEFAULT 4;
INSERT INTO searches (user_id, id, query, place, ready) SELECT user_id, 1, 'is:unread length:..10m', 1, 1 FROM shelves;
INSERT INTO searches (user_id, id, query, place, ready) SELECT user_id, 2, 'is:unread length:>20m', 2, 2 FROM shelves;
INSERT INTO searches (user_id, id, query, place, ready) SELECT user_id, 3, 'is:started', 3, 3 FROM shelves;
INSERT INTO searches (user_id, id, query, place, ready) SELECT user_id, 4, 'saved:..1y is:unread sort:oldest', 4, 4 FROM shelves;

-- What searches ask of items stands in the index of time: one that finds little walks over that, and not over the items.
DROP INDEX items_by_added;
CREATE INDEX items_by_added ON items (user_id, state, added_at, id, words, language, published_at, read_at, progress_at,
    is_article);
-- What searches ask for and few items have.
CREATE INDEX items_by_language ON items (user_id, language, id) WHERE language <> '';
CREATE INDEX items_by_published ON items (user_id, published_at, id) WHERE published_at IS NOT NULL;
CREATE INDEX items_by_archiving ON items (user_id, read_at, id) WHERE read_at > 0;
CREATE INDEX items_failed ON items (user_id, id, words, fetch_status) WHERE fetch_reason <> '';
CREATE INDEX items_pdf ON items (user_id, id) WHERE media_type = 'application/pdf';
