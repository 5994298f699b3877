-- Lists stay as fast as they are, however many items a person has: what few items pass is found by an index.
-- The state stands before what orders, so that a list of few among many reads only these.
DROP INDEX items_by_added;
CREATE INDEX items_by_added ON items (user_id, state, added_at, id);
-- What orders by something else has no state and no time in it: an item that is archived or saved again stays where it is.
CREATE INDEX items_by_title ON items (user_id, title_key, id);
CREATE INDEX items_by_site ON items (user_id, site_key, id);
CREATE INDEX items_by_words ON items (user_id, words, id);

-- Filters that few items pass, in the order of time.
CREATE INDEX items_favourite ON items (user_id, state, added_at, id) WHERE favourite = 1;
CREATE INDEX items_videos ON items (user_id, state, added_at, id, has_video) WHERE has_video >= 1;
CREATE INDEX items_images ON items (user_id, state, added_at, id) WHERE has_image = 2;
-- Filters that most pass: these only find the few where it is few.
CREATE INDEX items_articles ON items (user_id, id) WHERE is_article = 1;
CREATE INDEX items_untagged ON items (user_id, id) WHERE tags = '';
CREATE INDEX highlights_by_person ON highlights (user_id, item_id);

-- The host from its last name to its first, so that those of one site stand together: filled by the program.
ALTER TABLE items ADD COLUMN domain {bytes};
CREATE INDEX items_by_domain ON items (user_id, domain, added_at, id);
