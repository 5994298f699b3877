-- Everything of a person is keyed by the person, and nothing of it is shared: what a fetch found belongs to the item.
-- So PostgreSQL can spread people over partitions or machines. No key leads from here to the tables of the server.
DROP INDEX items_by_added;
DROP INDEX items_by_change;
DROP INDEX addresses_by_item;
DROP INDEX item_tags_by_item;
DROP INDEX highlights_by_item;
ALTER TABLE shelves RENAME TO old_shelves;
ALTER TABLE items RENAME TO old_items;
ALTER TABLE bodies RENAME TO old_bodies;
ALTER TABLE addresses RENAME TO old_addresses;
ALTER TABLE item_tags RENAME TO old_item_tags;
ALTER TABLE highlights RENAME TO old_highlights;

-- One row a person, the root of all that is theirs: when it last changed, the number of the newest of their things
-- (items, folders, highlights), and the counts that pages show.
CREATE TABLE shelves (
    user_id {int} NOT NULL PRIMARY KEY,
    changed_at {int} NOT NULL DEFAULT 0,
    last_id {int} NOT NULL DEFAULT 0,
    unread {int} NOT NULL DEFAULT 0,
    archived {int} NOT NULL DEFAULT 0
){people}{keyed};
-- From here on each person counts on alone, behind all ids of this server, so that no program meets an old one again.
INSERT INTO shelves (user_id, changed_at, last_id, unread, archived)
SELECT s.user_id, s.changed_at, COALESCE(newest.id, 0), s.unread, s.archived
FROM old_shelves s CROSS JOIN (
    SELECT MAX(id) AS id FROM (SELECT MAX(id) AS id FROM old_items UNION ALL SELECT MAX(id) FROM old_highlights) AS ids
) AS newest;

-- A person's own order of things to read. `place` orders them.
CREATE TABLE folders (
    user_id {int} NOT NULL REFERENCES shelves (user_id) ON DELETE CASCADE,
    id {int} NOT NULL,
    name TEXT NOT NULL,
    place {int} NOT NULL,
    made_at {int} NOT NULL,
    changed_at {int} NOT NULL,
    PRIMARY KEY (user_id, id)
){people}{strict};

-- A person's saves, each with what its fetch found, as far as lists show it. `version` is the number of the body that
-- holds, 0 where there is none. Where an item has no address of its own, given_url is empty. `led_to` is the key of
-- the address where the page was found, if the link was merely led there. `forced`: the next fetch replaces what there
-- is, come what may. `progress` is how much was read, in thousandths, at `progress_at`. The last four are derived, for
-- filters, orders and searches: `domain` is the host from its last name to its first.
CREATE TABLE items (
    user_id {int} NOT NULL REFERENCES shelves (user_id) ON DELETE CASCADE,
    id {int} NOT NULL,
    state {int} NOT NULL,
    favourite {int} NOT NULL DEFAULT 0,
    added_at {int} NOT NULL,
    changed_at {int} NOT NULL,
    acted_at {int} NOT NULL,
    tags TEXT NOT NULL DEFAULT '',
    version {int} NOT NULL DEFAULT 0,
    is_article {int} NOT NULL DEFAULT 0,
    has_image {int} NOT NULL DEFAULT 0,
    has_video {int} NOT NULL DEFAULT 0,
    words {int} NOT NULL DEFAULT 0,
    read_at {int} NOT NULL DEFAULT 0,
    favourited_at {int} NOT NULL DEFAULT 0,
    folder_id {int},
    progress {int} NOT NULL DEFAULT 0,
    progress_at {int} NOT NULL DEFAULT 0,
    merged_into {int},
    fetch_status {int} NOT NULL DEFAULT 0,
    fetch_reason TEXT NOT NULL DEFAULT '',
    fetched_at {int} NOT NULL DEFAULT 0,
    led_to {bytes},
    forced {int} NOT NULL DEFAULT 0,
    given_url TEXT NOT NULL DEFAULT '',
    given_title TEXT NOT NULL DEFAULT '',
    description TEXT NOT NULL DEFAULT '',
    url TEXT NOT NULL DEFAULT '',
    media_type TEXT NOT NULL DEFAULT '',
    size {int} NOT NULL DEFAULT 0,
    encoding TEXT NOT NULL DEFAULT '',
    title TEXT NOT NULL DEFAULT '',
    excerpt TEXT NOT NULL DEFAULT '',
    site TEXT NOT NULL DEFAULT '',
    language TEXT NOT NULL DEFAULT '',
    direction TEXT NOT NULL DEFAULT '',
    published_at {int},
    found_at {int} NOT NULL DEFAULT 0,
    is_index {int} NOT NULL DEFAULT 0,
    lead_image TEXT NOT NULL DEFAULT '',
    details TEXT NOT NULL DEFAULT '',
    domain {bytes} NOT NULL,
    title_key {bytes} NOT NULL,
    site_key {bytes} NOT NULL,
    folded TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (user_id, id),
    FOREIGN KEY (user_id, merged_into) REFERENCES items (user_id, id) ON DELETE CASCADE,
    FOREIGN KEY (user_id, folder_id) REFERENCES folders (user_id, id)
){people}{strict};
INSERT INTO items (user_id, id, state, favourite, added_at, changed_at, acted_at, tags, version, is_article, has_image,
    has_video, words, read_at, favourited_at, merged_into, fetch_status, fetch_reason, fetched_at, given_url, given_title,
    description, url, media_type, size, encoding, title, excerpt, site, language, direction, published_at, found_at,
    is_index, lead_image, details, domain, title_key, site_key, folded)
SELECT i.user_id, i.id, i.state, i.favourite, i.added_at, i.changed_at, i.acted_at, i.tags,
    CASE WHEN a.id IS NULL THEN 0 ELSE 1 END, COALESCE(a.is_article, 0), COALESCE(a.has_image, 0),
    COALESCE(a.has_video, 0), COALESCE(a.words, 0), i.read_at, i.favourited_at, i.merged_into, i.fetch_status,
    i.fetch_reason, i.fetched_at, i.given_url, i.given_title, i.description, COALESCE(a.url, ''),
    COALESCE(a.media_type, ''), COALESCE(a.size, 0), COALESCE(a.encoding, ''), COALESCE(a.title, ''),
    COALESCE(a.excerpt, ''), COALESCE(a.site, ''), COALESCE(a.language, ''), COALESCE(a.direction, ''), a.published_at,
    COALESCE(a.found_at, 0), COALESCE(a.is_index, 0), COALESCE(a.lead_image, ''), COALESCE(a.details, ''),
    CAST('' AS {bytes}), i.title_key, CASE WHEN i.state = 2 THEN CAST('' AS {bytes}) ELSE i.site_key END, i.folded
FROM old_items i LEFT JOIN articles a ON a.id = i.article_id ORDER BY i.id;

-- The text of an item, large, so apart from what lists read. Compressed with zlib.
CREATE TABLE bodies (
    user_id {int} NOT NULL,
    item_id {int} NOT NULL,
    version {int} NOT NULL,
    html {bytes} NOT NULL,
    text {bytes} NOT NULL,
    PRIMARY KEY (user_id, item_id, version),
    FOREIGN KEY (user_id, item_id) REFERENCES items (user_id, id) ON DELETE CASCADE
){people}{strict};
INSERT INTO bodies (user_id, item_id, version, html, text)
SELECT i.user_id, i.id, 1, b.html, b.text FROM old_items i JOIN old_bodies b ON b.article_id = i.article_id ORDER BY i.id;

-- All addresses under which a person's item is found again.
CREATE TABLE addresses (
    user_id {int} NOT NULL,
    key {bytes} NOT NULL,
    item_id {int} NOT NULL,
    PRIMARY KEY (user_id, key),
    FOREIGN KEY (user_id, item_id) REFERENCES items (user_id, id) ON DELETE CASCADE
){people}{keyed};
INSERT INTO addresses (user_id, key, item_id) SELECT user_id, key, item_id FROM old_addresses ORDER BY user_id, key;

-- The index of items.tags. It knows the state and the time of each item: the list of a tag is a range of it, in its
-- order, and its total a count of that range, however many items have the tag and wherever they stand. Whoever knows
-- the item knows its rows by their whole key, so they need no other index. Filled by the program.
CREATE TABLE item_tags (
    user_id {int} NOT NULL REFERENCES shelves (user_id) ON DELETE CASCADE,
    tag TEXT NOT NULL,
    state {int} NOT NULL,
    added_at {int} NOT NULL,
    item_id {int} NOT NULL,
    PRIMARY KEY (user_id, tag, state, added_at, item_id)
){people}{keyed};

-- What people marked in what they read, whichever program made it: with a name where their client gave one, note,
-- colour, and where they stand in the article's plain text (code points, or nothing where that is not known).
CREATE TABLE highlights (
    user_id {int} NOT NULL,
    id {int} NOT NULL,
    item_id {int} NOT NULL,
    client_name TEXT NOT NULL DEFAULT '',
    quote TEXT NOT NULL,
    note TEXT NOT NULL DEFAULT '',
    colour {int} NOT NULL DEFAULT 0,
    starts {int},
    ends {int},
    prefix TEXT NOT NULL DEFAULT '',
    suffix TEXT NOT NULL DEFAULT '',
    patch TEXT NOT NULL DEFAULT '',
    version {int} NOT NULL DEFAULT 2,
    made_at {int} NOT NULL,
    changed_at {int} NOT NULL,
    PRIMARY KEY (user_id, id),
    FOREIGN KEY (user_id, item_id) REFERENCES items (user_id, id) ON DELETE CASCADE
){people}{strict};
INSERT INTO highlights (user_id, id, item_id, client_name, quote, patch, version, made_at, changed_at)
SELECT user_id, id, item_id, name, quote, patch, version, made_at, made_at FROM old_highlights ORDER BY id;

-- What points to others goes first: else each row that goes would look for those that point to it.
DROP TABLE old_highlights;
DROP TABLE old_item_tags;
DROP TABLE old_addresses;
DROP TABLE old_items;
DROP TABLE old_bodies;
DROP TABLE articles;
DROP TABLE old_shelves;
-- Domains are filled, and tags of an older program brought into their one form, behind this.
