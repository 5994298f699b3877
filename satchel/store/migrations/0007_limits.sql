-- What several server processes count together. Counts matter for minutes and hours, so no crash of the database
-- need be survived: PostgreSQL keeps these two out of its log, and writes to them wait for no disk.

-- API calls of an hour (its number since 1970) that were handed out to processes, in blocks.
CREATE{unlogged} TABLE calls (
    kind TEXT NOT NULL,
    who {int} NOT NULL,
    hour {int} NOT NULL,
    taken {int} NOT NULL,
    PRIMARY KEY (kind, who, hour)
){strict};
CREATE INDEX calls_by_hour ON calls (hour);

-- Wrong passwords, by a digest of what is counted. Times are ms; `forgotten_at` says when the row means nothing.
CREATE{unlogged} TABLE tries (
    key {bytes} PRIMARY KEY,
    failures {int} NOT NULL DEFAULT 0,
    begun_at {int} NOT NULL,
    wait_until {int} NOT NULL DEFAULT 0,
    trying {int} NOT NULL DEFAULT 0,
    tried_at {int} NOT NULL DEFAULT 0,
    forgotten_at {int} NOT NULL
){strict};
CREATE INDEX tries_by_age ON tries (forgotten_at);

-- Whom the owner keeps out for now: since when, 0 for nobody.
ALTER TABLE users ADD COLUMN disabled_at {int} NOT NULL DEFAULT 0;
