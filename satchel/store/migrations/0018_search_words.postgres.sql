-- Words of a part of an item are told from the beginnings of others, so that who looks for "ti*" does not find each that
-- has a title. The index makes itself anew, the newest articles first.
DELETE FROM search_documents;
DELETE FROM search_marks;
