-- Whether what was found was found where the link was merely led, and whether the next fetch
-- replaces what there is, come what may.
ALTER TABLE items ADD COLUMN led {int} NOT NULL DEFAULT 0;
ALTER TABLE items ADD COLUMN forced {int} NOT NULL DEFAULT 0;
-- Tags are brought into their one form behind this.
