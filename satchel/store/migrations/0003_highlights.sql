-- What people marked in what they read. The name is whatever the program that made it calls it.
CREATE TABLE highlights (
    id {id},
    user_id {int} NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    item_id {int} NOT NULL REFERENCES items (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    quote TEXT NOT NULL,
    patch TEXT NOT NULL,
    version {int} NOT NULL,
    made_at {int} NOT NULL,
    UNIQUE (user_id, name)
){strict};
CREATE INDEX highlights_by_item ON highlights (item_id);

-- The secret in the address of a person's feeds. The digest is of it.
CREATE TABLE feeds (
    user_id {int} PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    digest {bytes} NOT NULL UNIQUE,
    made_at {int} NOT NULL
){strict};
