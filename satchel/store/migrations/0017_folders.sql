-- How many unread items are in a folder, as the person's lists show it; kept by what writes.
ALTER TABLE folders ADD COLUMN items {int} NOT NULL DEFAULT 0;
UPDATE folders SET items = (
    SELECT COUNT(*) FROM items i WHERE i.user_id = folders.user_id AND i.folder_id = folders.id AND i.state = 0
);
-- A folder is a list in the order of time, whatever lies in the trash.
DROP INDEX items_by_folder;
CREATE INDEX items_by_folder ON items (user_id, folder_id, state, added_at, id) WHERE folder_id IS NOT NULL;
-- What is unread and in no folder is found by the index of time alone.
DROP INDEX items_by_added;
CREATE INDEX items_by_added ON items (user_id, state, added_at, id, words, language, published_at, read_at, progress_at,
    is_article, folder_id);
-- To which folder an act moved, or which one it removed; 0 for none.
ALTER TABLE acts ADD COLUMN folder {int} NOT NULL DEFAULT 0;
