-- The index of tags knows the state and the time of each item: the list of a tag is a range of it, in its order,
-- and its total a count of that range, however many items have the tag and wherever they stand.
ALTER TABLE item_tags RENAME TO item_tags_before;
CREATE TABLE item_tags (
    user_id {int} NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    tag TEXT NOT NULL,
    state {int} NOT NULL,
    added_at {int} NOT NULL,
    item_id {int} NOT NULL REFERENCES items (id) ON DELETE CASCADE,
    PRIMARY KEY (user_id, tag, state, added_at, item_id)
){keyed};
INSERT INTO item_tags (user_id, tag, state, added_at, item_id)
SELECT t.user_id, t.tag, i.state, i.added_at, i.id
FROM item_tags_before t JOIN items i ON i.id = t.item_id AND i.user_id = t.user_id
ORDER BY 1, 2, 3, 4, 5;
DROP TABLE item_tags_before;
CREATE UNIQUE INDEX item_tags_by_item ON item_tags (item_id, user_id, tag);
-- Tags of an older program are brought into their one form behind this.
