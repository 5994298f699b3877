-- Where people stand in what they read. `place` is the letter at the top of their screen, counted in the canonical text
-- of the body with that version; `place_quote` are the letters from there on, by which it is found in another body.
-- Where a program told only how much was read, place_version is 0. `furthest` is the most that was read, in thousandths.
ALTER TABLE items ADD COLUMN place {int} NOT NULL DEFAULT 0;
ALTER TABLE items ADD COLUMN place_version {int} NOT NULL DEFAULT 0;
ALTER TABLE items ADD COLUMN place_quote TEXT NOT NULL DEFAULT '';
ALTER TABLE items ADD COLUMN furthest {int} NOT NULL DEFAULT 0;
ALTER TABLE items ADD COLUMN finished_at {int} NOT NULL DEFAULT 0;
-- How a person wants articles to look, in the form in which browsers keep it; '' for nothing said yet.
ALTER TABLE shelves ADD COLUMN reading TEXT NOT NULL DEFAULT '';
