-- When somebody was last here, since when an account is on its way out with all that is in it, and since when a
-- second step is asked for after the password. Times are ms, 0 for never.
ALTER TABLE users ADD COLUMN seen_at {int} NOT NULL DEFAULT 0;
ALTER TABLE users ADD COLUMN removing_at {int} NOT NULL DEFAULT 0;
ALTER TABLE users ADD COLUMN two_step_at {int} NOT NULL DEFAULT 0;

-- How many bytes a person's texts take, as they are kept, and how much a person may have, 0 for no limit. Beside the
-- counts that every change reads anyway. The bytes are filled behind this.
ALTER TABLE shelves ADD COLUMN bytes {int} NOT NULL DEFAULT 0;
ALTER TABLE shelves ADD COLUMN max_items {int} NOT NULL DEFAULT 0;
ALTER TABLE shelves ADD COLUMN max_bytes {int} NOT NULL DEFAULT 0;

-- Links that make one account each. They go with whoever made them.
CREATE TABLE invites (
    id {id},
    digest {bytes} NOT NULL UNIQUE,
    user_id {int} NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    label TEXT NOT NULL DEFAULT '',
    made_at {int} NOT NULL
){strict};
CREATE INDEX invites_by_user ON invites (user_id);

-- The secret that makes a person's codes, sealed. `since` is 0 until a first code was right, `last_step` the number of
-- the half minute whose code was last taken, so that none is taken twice.
CREATE TABLE code_secrets (
    id {id},
    user_id {int} NOT NULL UNIQUE REFERENCES users (id) ON DELETE CASCADE,
    sealed {bytes} NOT NULL,
    since {int} NOT NULL DEFAULT 0,
    last_step {int} NOT NULL DEFAULT 0,
    made_at {int} NOT NULL
){strict};

-- For who has lost what makes the codes: each opens once.
CREATE TABLE recovery_codes (
    id {id},
    user_id {int} NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    digest {bytes} NOT NULL
){strict};
CREATE UNIQUE INDEX recovery_codes_by_user ON recovery_codes (user_id, digest);

-- For apps that know a name and a password and nothing else: one each, and no page can be opened with it.
CREATE TABLE app_passwords (
    id {id},
    user_id {int} NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    digest {bytes} NOT NULL,
    name TEXT NOT NULL,
    made_at {int} NOT NULL,
    used_at {int} NOT NULL DEFAULT 0,
    used_from TEXT NOT NULL DEFAULT ''
){strict};
CREATE UNIQUE INDEX app_passwords_by_user ON app_passwords (user_id, digest);

-- `handle` is what authenticators know the person by: random, the same in all passkeys of one.
CREATE TABLE passkeys (
    id {id},
    user_id {int} NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    credential {bytes} NOT NULL UNIQUE,
    public_key {bytes} NOT NULL,
    handle {bytes} NOT NULL,
    uses {int} NOT NULL,
    name TEXT NOT NULL,
    made_at {int} NOT NULL,
    used_at {int} NOT NULL DEFAULT 0
){strict};
CREATE INDEX passkeys_by_user ON passkeys (user_id);

-- Who a person is elsewhere: at the issuer of identities that is set, under that subject.
CREATE TABLE identities (
    id {id},
    user_id {int} NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    made_at {int} NOT NULL,
    used_at {int} NOT NULL DEFAULT 0,
    UNIQUE (issuer, subject)
){strict};
CREATE INDEX identities_by_user ON identities (user_id);

-- What browsers on their way in have yet to answer: found by the digest of what they were told, bound to the browser,
-- used once. They matter for minutes, so no crash of the database need be survived.
CREATE{unlogged} TABLE challenges (
    id {id},
    digest {bytes} NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    browser {bytes} NOT NULL,
    network TEXT NOT NULL,
    user_id {int} REFERENCES users (id) ON DELETE CASCADE,
    facts TEXT NOT NULL DEFAULT '',
    made_at {int} NOT NULL
){strict};
CREATE INDEX challenges_by_age ON challenges (made_at);
CREATE INDEX challenges_by_network ON challenges (network, id);
CREATE INDEX challenges_by_user ON challenges (user_id) WHERE user_id IS NOT NULL;
