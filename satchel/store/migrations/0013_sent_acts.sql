-- Acts that browsers sent, by the names that they gave them: one that arrives twice is done once.
CREATE TABLE sent_acts (
    user_id {int} NOT NULL REFERENCES shelves (user_id) ON DELETE CASCADE,
    uuid TEXT NOT NULL,
    done_at {int} NOT NULL,
    PRIMARY KEY (user_id, uuid)
){people}{keyed};
CREATE INDEX sent_acts_by_time ON sent_acts (user_id, done_at);

-- Which keys a person uses for what, where that is not as usual; and whether rows are swiped.
ALTER TABLE users ADD COLUMN keys TEXT NOT NULL DEFAULT '';
