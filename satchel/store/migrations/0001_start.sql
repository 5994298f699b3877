-- People, their apps and tokens.
CREATE TABLE users (
    id {id},
    name TEXT NOT NULL,
    name_key TEXT NOT NULL UNIQUE,
    email TEXT NOT NULL DEFAULT '',
    password_hash TEXT,
    is_admin {int} NOT NULL DEFAULT 0,
    created_at {int} NOT NULL
){strict};

-- One row a person: when their things last changed, and the counts that pages show.
CREATE TABLE shelves (
    user_id {int} PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    changed_at {int} NOT NULL DEFAULT 0,
    unread {int} NOT NULL DEFAULT 0,
    archived {int} NOT NULL DEFAULT 0
){strict};

CREATE TABLE apps (
    id {id},
    name TEXT NOT NULL,
    consumer_key TEXT NOT NULL UNIQUE,
    consumer_secret {bytes} NOT NULL,
    abilities {int} NOT NULL,
    redirects TEXT NOT NULL DEFAULT '',
    created_at {int} NOT NULL
){strict};

CREATE TABLE tokens (
    id {id},
    digest {bytes} NOT NULL UNIQUE,
    user_id {int} NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    app_id {int} NOT NULL REFERENCES apps (id) ON DELETE CASCADE,
    created_at {int} NOT NULL
){strict};
CREATE INDEX tokens_by_user ON tokens (user_id);
CREATE INDEX tokens_by_app ON tokens (app_id);

-- What fetches found. Without an owner: a public page, shared by all who saved it and got the same.
CREATE TABLE articles (
    id {id},
    owner_id {int} REFERENCES users (id) ON DELETE CASCADE,
    key {bytes} NOT NULL,
    digest {bytes} NOT NULL,
    url TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size {int} NOT NULL,
    encoding TEXT NOT NULL,
    title TEXT NOT NULL,
    excerpt TEXT NOT NULL,
    site TEXT NOT NULL,
    language TEXT NOT NULL,
    direction TEXT NOT NULL,
    published_at {int},
    found_at {int} NOT NULL,
    words {int} NOT NULL,
    has_image {int} NOT NULL,
    has_video {int} NOT NULL,
    is_article {int} NOT NULL,
    is_index {int} NOT NULL,
    lead_image TEXT NOT NULL,
    details TEXT NOT NULL
){strict};
CREATE UNIQUE INDEX articles_shared ON articles (key, digest) WHERE owner_id IS NULL;
CREATE INDEX articles_by_owner ON articles (owner_id) WHERE owner_id IS NOT NULL;

-- Large, so apart from what lists read. Compressed with zlib.
CREATE TABLE bodies (
    article_id {int} PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
    html {bytes} NOT NULL,
    text {bytes} NOT NULL
){strict};

-- A person's saves. The columns from host on are derived, for filters and orders.
CREATE TABLE items (
    id {id},
    user_id {int} NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    state {int} NOT NULL,
    favourite {int} NOT NULL DEFAULT 0,
    added_at {int} NOT NULL,
    changed_at {int} NOT NULL,
    acted_at {int} NOT NULL,
    read_at {int} NOT NULL DEFAULT 0,
    favourited_at {int} NOT NULL DEFAULT 0,
    given_url TEXT NOT NULL,
    given_title TEXT NOT NULL DEFAULT '',
    description TEXT NOT NULL DEFAULT '',
    tags TEXT NOT NULL DEFAULT '',
    article_id {int} REFERENCES articles (id),
    merged_into {int} REFERENCES items (id) ON DELETE CASCADE,
    fetch_status {int} NOT NULL DEFAULT 0,
    fetch_reason TEXT NOT NULL DEFAULT '',
    fetched_at {int} NOT NULL DEFAULT 0,
    host TEXT NOT NULL DEFAULT '',
    is_article {int} NOT NULL DEFAULT 0,
    has_image {int} NOT NULL DEFAULT 0,
    has_video {int} NOT NULL DEFAULT 0,
    words {int} NOT NULL DEFAULT 0,
    title_key {bytes} NOT NULL,
    site_key {bytes} NOT NULL,
    folded TEXT NOT NULL DEFAULT ''
){strict};
CREATE INDEX items_by_added ON items (user_id, added_at, id, state);
CREATE INDEX items_by_change ON items (user_id, changed_at, id);
CREATE INDEX items_by_article ON items (article_id) WHERE article_id IS NOT NULL;
CREATE INDEX items_by_merge ON items (merged_into) WHERE merged_into IS NOT NULL;

-- All addresses under which a person's item is found again.
CREATE TABLE addresses (
    user_id {int} NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    key {bytes} NOT NULL,
    item_id {int} NOT NULL REFERENCES items (id) ON DELETE CASCADE,
    PRIMARY KEY (user_id, key)
){strict};
CREATE INDEX addresses_by_item ON addresses (item_id);

-- The index of items.tags: from a tag to its items.
CREATE TABLE item_tags (
    user_id {int} NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    tag TEXT NOT NULL,
    item_id {int} NOT NULL REFERENCES items (id) ON DELETE CASCADE,
    PRIMARY KEY (user_id, tag, item_id)
){strict};
CREATE INDEX item_tags_by_item ON item_tags (item_id);

-- Work that is owed. A row goes when its work is done; a lease says in whose hands it is.
CREATE TABLE jobs (
    id {id},
    kind TEXT NOT NULL,
    key {int} NOT NULL,
    user_id {int} NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    lane TEXT NOT NULL,
    run_at {int} NOT NULL,
    attempts {int} NOT NULL DEFAULT 0,
    lease_until {int} NOT NULL DEFAULT 0,
    worker TEXT NOT NULL DEFAULT '',
    last_error TEXT NOT NULL DEFAULT '',
    UNIQUE (kind, key)
){strict};
CREATE INDEX jobs_by_turn ON jobs (run_at, id, lane, lease_until);
CREATE INDEX jobs_in_hand ON jobs (lane, lease_until) WHERE worker <> '';
