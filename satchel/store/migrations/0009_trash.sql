-- What is deleted keeps all that it had for a while: since when it lies in the trash (ms, 0 for what does not), and the
-- state that it had. A deleted item with trashed_at 0 is a tombstone and no more: its number, its address, and when.
ALTER TABLE items ADD COLUMN trashed_at {int} NOT NULL DEFAULT 0;
ALTER TABLE items ADD COLUMN trashed_from {int} NOT NULL DEFAULT 0;
CREATE INDEX items_trashed ON items (user_id, trashed_at, id) WHERE trashed_at > 0;
-- What was begun and not finished, and the orders of lists by when one last read and by chance: ids by a cube modulo a
-- prime, which puts each on a place of its own that looks like no order.
CREATE INDEX items_started ON items (user_id, state, progress_at, id) WHERE progress > 0 AND progress < 970;
CREATE INDEX items_by_reading ON items (user_id, progress_at, id) WHERE progress_at > 0;
CREATE INDEX items_by_chance ON items (user_id, ((id + 524287) % 1048559 * ((id + 524287) % 1048559) % 1048559 * ((id + 524287) % 1048559) % 1048559), id);

-- How a person has lists shown: 0 rows, 1 compact, 2 cards.
ALTER TABLE shelves ADD COLUMN list_view {int} NOT NULL DEFAULT 0;

-- What a person did on our pages, so that it can be undone. An id is the time of the changes (ms, the stamp of their
-- changeset). `total` is of how many items it was to be, `done` how many it has changed and `passed` how many it left
-- alone. An act on a whole list knows which (its address and its query), and when it was shown (`mark`), and goes in steps: the next one
-- begins behind the item `place` in the order of time, which was added at `place_at`. `status`: 0 done, 1 under way, 2 being undone, 3 undone.
CREATE TABLE acts (
    user_id {int} NOT NULL REFERENCES shelves (user_id) ON DELETE CASCADE,
    id {int} NOT NULL,
    verb TEXT NOT NULL,
    tags TEXT NOT NULL DEFAULT '',
    list TEXT NOT NULL DEFAULT '',
    query TEXT NOT NULL DEFAULT '',
    mark {int} NOT NULL DEFAULT 0,
    place_at {int} NOT NULL DEFAULT 0,
    place {int} NOT NULL DEFAULT 0,
    status {int} NOT NULL DEFAULT 0,
    total {int} NOT NULL DEFAULT 0,
    done {int} NOT NULL DEFAULT 0,
    passed {int} NOT NULL DEFAULT 0,
    PRIMARY KEY (user_id, id)
){people}{strict};
-- The items of an act, each with what it changed of it: what was, and what is.
CREATE TABLE act_items (
    user_id {int} NOT NULL,
    act_id {int} NOT NULL,
    item_id {int} NOT NULL,
    change TEXT NOT NULL,
    PRIMARY KEY (user_id, act_id, item_id),
    FOREIGN KEY (user_id, act_id) REFERENCES acts (user_id, id) ON DELETE CASCADE
){people}{strict};
CREATE INDEX act_items_by_item ON act_items (user_id, item_id);
