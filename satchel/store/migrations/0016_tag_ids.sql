-- Numbers of tags, for protocols that name tags by number: given when one is first asked for, and kept by a rename.
-- `made` is 1 for a tag that its person made by itself: it is there while no item has it, too.
CREATE TABLE tag_ids (
    user_id {int} NOT NULL REFERENCES shelves (user_id) ON DELETE CASCADE,
    id {int} NOT NULL,
    tag TEXT NOT NULL,
    made {int} NOT NULL DEFAULT 0,
    PRIMARY KEY (user_id, id)
){people}{strict};
CREATE UNIQUE INDEX tag_ids_by_tag ON tag_ids (user_id, tag);
ALTER TABLE shelves ADD COLUMN last_tag {int} NOT NULL DEFAULT 0;
