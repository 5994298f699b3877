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

-- Wrong passwords, by a digest of what is counted. Times are ms, and `forgotten_at` says when the row means nothing.
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

-- Secrets that have to be read again, since requests are signed with them: sealed with the server's key.
-- The digests of before were of no use to anybody. An app gets another secret when it is first asked for.
ALTER TABLE apps ADD COLUMN sealed_secret {bytes};
ALTER TABLE apps DROP COLUMN consumer_secret;
ALTER TABLE tokens ADD COLUMN sealed_secret {bytes};

-- Found by the secret. Only what is a person's own has a key that begins with the person.
ALTER TABLE feeds RENAME TO old_feeds;
CREATE TABLE feeds (
    digest {bytes} NOT NULL PRIMARY KEY,
    user_id {int} NOT NULL UNIQUE REFERENCES users (id) ON DELETE CASCADE,
    made_at {int} NOT NULL
){strict};
INSERT INTO feeds (digest, user_id, made_at) SELECT digest, user_id, made_at FROM old_feeds;
DROP TABLE old_feeds;

-- Work is done in turns: first what somebody waits for (priority 0), then the person who had least, then the oldest.
-- A key means something only beside its person. run_at 0 is "at once", whatever the clock says, and told_at is when
-- a job was told to wait until run_at. tries counts ends that are tried again, deaths the workers that were gone
-- before the end.
DROP INDEX jobs_by_turn;
DROP INDEX jobs_in_hand;
ALTER TABLE jobs RENAME TO old_jobs;
CREATE TABLE jobs (
    id {id},
    kind TEXT NOT NULL,
    user_id {int} NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    key {int} NOT NULL,
    lane TEXT NOT NULL,
    run_at {int} NOT NULL,
    attempts {int} NOT NULL DEFAULT 0,
    lease_until {int} NOT NULL DEFAULT 0,
    worker TEXT NOT NULL DEFAULT '',
    last_error TEXT NOT NULL DEFAULT '',
    priority {int} NOT NULL DEFAULT 0,
    told_at {int} NOT NULL DEFAULT 0,
    tries {int} NOT NULL DEFAULT 0,
    deaths {int} NOT NULL DEFAULT 0,
    UNIQUE (user_id, kind, key)
){strict};
-- In nobody's hands: whoever had one is of the program before.
INSERT INTO jobs (kind, user_id, key, lane, run_at, attempts, last_error, tries)
SELECT kind, user_id, key, lane, run_at, attempts, last_error, attempts FROM old_jobs ORDER BY id;
DROP TABLE old_jobs;
-- Whose turn it is is asked kind by kind: a worker takes what it knows, and walks over nothing else.
CREATE INDEX jobs_by_turn ON jobs (kind, priority, user_id, run_at, id, lane) WHERE worker = '';
CREATE INDEX jobs_by_lane ON jobs (kind, priority, user_id, lane, run_at, id) WHERE worker = '';
CREATE INDEX jobs_in_hand ON jobs (worker) WHERE worker <> '';
CREATE INDEX jobs_told ON jobs (told_at) WHERE run_at > 0;
