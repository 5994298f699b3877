-- Browsers that are signed in. The digest is of the cookie.
CREATE TABLE sessions (
    id {id},
    digest {bytes} NOT NULL UNIQUE,
    user_id {int} NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    made_at {int} NOT NULL,
    seen_at {int} NOT NULL,
    agent TEXT NOT NULL DEFAULT '',
    source TEXT NOT NULL DEFAULT ''
){strict};
CREATE INDEX sessions_by_user ON sessions (user_id);
CREATE INDEX sessions_by_age ON sessions (seen_at);

-- Browsers in which somebody signed in once: their right passwords are let in when others must wait.
CREATE TABLE devices (
    id {id},
    digest {bytes} NOT NULL UNIQUE,
    user_id {int} NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    seen_at {int} NOT NULL
){strict};
CREATE INDEX devices_by_user ON devices (user_id, seen_at);

-- What apps ask people for. Answer: 0 not yet given, 1 allowed, 2 refused.
CREATE TABLE grants (
    id {id},
    digest {bytes} NOT NULL UNIQUE,
    app_id {int} NOT NULL REFERENCES apps (id) ON DELETE CASCADE,
    redirect TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT '',
    source TEXT NOT NULL DEFAULT '',
    made_at {int} NOT NULL,
    answer {int} NOT NULL DEFAULT 0,
    user_id {int} REFERENCES users (id) ON DELETE CASCADE,
    used_at {int} NOT NULL DEFAULT 0
){strict};
CREATE INDEX grants_by_age ON grants (made_at);
CREATE INDEX grants_by_app ON grants (app_id);
CREATE INDEX grants_by_user ON grants (user_id) WHERE user_id IS NOT NULL;

-- Tokens begin to say where they came from, and when they were last used.
ALTER TABLE tokens ADD COLUMN prefix TEXT NOT NULL DEFAULT '';
ALTER TABLE tokens ADD COLUMN source TEXT NOT NULL DEFAULT '';
ALTER TABLE tokens ADD COLUMN used_at {int} NOT NULL DEFAULT 0;
ALTER TABLE tokens ADD COLUMN used_from TEXT NOT NULL DEFAULT '';
ALTER TABLE tokens ADD COLUMN noticed {int} NOT NULL DEFAULT 0;
UPDATE tokens SET noticed = 1;

-- Who registered an app; nobody for those of the command line.
ALTER TABLE apps ADD COLUMN owner_id {int} REFERENCES users (id) ON DELETE SET NULL;
CREATE INDEX apps_by_owner ON apps (owner_id) WHERE owner_id IS NOT NULL;
