-- Highlights are a person's marks, whichever program made them: numbered person by person, with a name where their
-- client gave one, note, colour, and where they stand in the article's plain text (code points; empty: not known).
CREATE TABLE new_highlights (
    user_id {int} NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    id {int} NOT NULL,
    item_id {int} NOT NULL REFERENCES items (id) ON DELETE CASCADE,
    client_name TEXT NOT NULL DEFAULT '',
    quote TEXT NOT NULL,
    note TEXT NOT NULL DEFAULT '',
    colour {int} NOT NULL DEFAULT 0,
    starts {int},
    ends {int},
    prefix TEXT NOT NULL DEFAULT '',
    suffix TEXT NOT NULL DEFAULT '',
    patch TEXT NOT NULL DEFAULT '',
    version {int} NOT NULL DEFAULT 2,
    made_at {int} NOT NULL,
    changed_at {int} NOT NULL,
    PRIMARY KEY (user_id, id)
){strict};
INSERT INTO new_highlights (user_id, id, item_id, client_name, quote, patch, version, made_at, changed_at)
SELECT user_id, id, item_id, name, quote, patch, version, made_at, made_at FROM highlights;
DROP TABLE highlights;
ALTER TABLE new_highlights RENAME TO highlights;
CREATE UNIQUE INDEX highlights_by_name ON highlights (user_id, client_name) WHERE client_name <> '';
CREATE INDEX highlights_by_item ON highlights (item_id);
CREATE INDEX highlights_by_person ON highlights (user_id, item_id);

-- The number of a person's newest highlight; it is never given again, even once that is gone.
ALTER TABLE shelves ADD COLUMN last_highlight {int} NOT NULL DEFAULT 0;
UPDATE shelves SET last_highlight =
    COALESCE((SELECT MAX(h.id) FROM highlights h WHERE h.user_id = shelves.user_id), 0);
