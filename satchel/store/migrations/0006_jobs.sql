-- Work is done in turns: first what somebody waits for (priority 0), then the person who had least, then the oldest.
-- run_at 0 is "at once", whatever the clock says; told_at is when a job was told to wait until run_at.
-- tries counts ends that are tried again, deaths the workers that were gone before the end.
ALTER TABLE jobs ADD COLUMN priority {int} NOT NULL DEFAULT 0;
ALTER TABLE jobs ADD COLUMN told_at {int} NOT NULL DEFAULT 0;
ALTER TABLE jobs ADD COLUMN tries {int} NOT NULL DEFAULT 0;
ALTER TABLE jobs ADD COLUMN deaths {int} NOT NULL DEFAULT 0;
UPDATE jobs SET tries = attempts;
DROP INDEX jobs_by_turn;
DROP INDEX jobs_in_hand;
CREATE INDEX jobs_by_turn ON jobs (priority, user_id, run_at, id, lane) WHERE worker = '';
CREATE INDEX jobs_by_lane ON jobs (priority, user_id, lane, run_at, id) WHERE worker = '';
CREATE INDEX jobs_in_hand ON jobs (worker) WHERE worker <> '';
CREATE INDEX jobs_told ON jobs (told_at) WHERE run_at > 0;
