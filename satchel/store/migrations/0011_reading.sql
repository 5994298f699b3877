-- Where people stand in what they read. `place` is the letter at the top of their screen, counted in the canonical text
-- of the body with that version; `place_quote` are the letters from there on, by which it is found in another body.
-- Where a program told only how much was read, place_version is 0. `furthest` is the most that was read, in thousandths.
ALTER TABLE items ADD COLUMN place {int} NOT NULL DEFAULT 0;
ALTER TABLE items ADD COLUMN place_version {int} NOT NULL DEFAULT 0;
ALTER TABLE items ADD COLUMN place_quote TEXT NOT NULL DEFAULT '';
ALTER TABLE items ADD COLUMN furthest {int} NOT NULL DEFAULT 0;
ALTER TABLE items ADD COLUMN finished_at {int} NOT NULL DEFAULT 0;
-- What programs told to be read to its end is finished. A short article is where its end fits into the window, whatever
-- the share; so the list of what was begun asks for both.
UPDATE items SET finished_at = progress_at WHERE progress_at > 0 AND progress >= 970;
DROP INDEX items_started;
CREATE INDEX items_started ON items (user_id, state, progress_at, id)
    WHERE progress > 0 AND progress < 970 AND finished_at = 0;
-- How a person wants articles to look, in the form in which browsers keep it; '' for nothing said yet.
ALTER TABLE shelves ADD COLUMN reading TEXT NOT NULL DEFAULT '';
