-- What apps that sign their requests have sent: each request is taken once. `key` is a digest of who signed, when, and
-- under which number. Where one process serves the database it remembers by itself, and this stays empty.
CREATE{unlogged} TABLE nonces (
    key {bytes} PRIMARY KEY,
    forgotten_at {int} NOT NULL
){strict};
CREATE INDEX nonces_by_age ON nonces (forgotten_at);

-- A place as its app told it, share and time, for as long as it is the newest; it is told back to the letter.
-- And whether an app said that an item goes by the address that it was given, and not by where that leads.
ALTER TABLE items ADD COLUMN place_said TEXT NOT NULL DEFAULT '';
ALTER TABLE items ADD COLUMN keeps_address {int} NOT NULL DEFAULT 0;

-- Which of several equal passages of the text a highlight is, counted from 0, where its app says so.
ALTER TABLE highlights ADD COLUMN occurrence {int};
