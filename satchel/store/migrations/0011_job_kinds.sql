-- Whose turn it is is asked kind by kind: a worker takes what it knows, and walks over nothing else.
DROP INDEX jobs_by_turn;
DROP INDEX jobs_by_lane;
CREATE INDEX jobs_by_turn ON jobs (kind, priority, user_id, run_at, id, lane) WHERE worker = '';
CREATE INDEX jobs_by_lane ON jobs (kind, priority, user_id, lane, run_at, id) WHERE worker = '';
