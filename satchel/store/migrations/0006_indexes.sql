-- Lists stay as fast as they are, however many items a person has: what few items pass is found by an index.
-- The state stands before what orders, so that a list of few among many reads only these.
CREATE INDEX items_by_added ON items (user_id, state, added_at, id);
CREATE INDEX items_by_change ON items (user_id, changed_at, id);
-- What orders by something else has no state and no time in it: an item that is archived or saved again stays where it is.
CREATE INDEX items_by_title ON items (user_id, title_key, id);
CREATE INDEX items_by_site ON items (user_id, site_key, id);
CREATE INDEX items_by_words ON items (user_id, words, id);
CREATE INDEX items_by_domain ON items (user_id, domain, added_at, id);
-- Filters that few items pass, in the order of time.
CREATE INDEX items_favourite ON items (user_id, state, added_at, id) WHERE favourite = 1;
CREATE INDEX items_videos ON items (user_id, state, added_at, id, has_video) WHERE has_video >= 1;
CREATE INDEX items_images ON items (user_id, state, added_at, id) WHERE has_image = 2;
CREATE INDEX items_by_folder ON items (user_id, folder_id, added_at, id) WHERE folder_id IS NOT NULL;
-- Filters that most pass: these only find the few where it is few.
CREATE INDEX items_articles ON items (user_id, id) WHERE is_article = 1;
CREATE INDEX items_untagged ON items (user_id, id) WHERE tags = '';
-- Aliases of an item, and what was led to an address.
CREATE INDEX items_by_merge ON items (user_id, merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX items_by_led ON items (user_id, led_to) WHERE led_to IS NOT NULL;
CREATE INDEX addresses_by_item ON addresses (user_id, item_id);
CREATE INDEX highlights_by_item ON highlights (user_id, item_id);
CREATE UNIQUE INDEX highlights_by_name ON highlights (user_id, client_name) WHERE client_name <> '';
