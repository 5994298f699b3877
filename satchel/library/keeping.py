"""Keeping: whether what a fetch found may take the place of what an item has.

Pages go: sites close, put walls before them, lead what is gone to their front pages, and answer
programs with checks. What a person saved outlives all of that. Nothing here knows what such
pages say; it looks at where something was found, and how much of the kept text is in it.
"""

from __future__ import annotations

import msgspec

from satchel.base.text import fold
from satchel.library.likeness import ALIKE, alike, share
from satchel.model.articles import Article, Presence
from satchel.model.items import ArticleHead

#: What is shorter than half of what was kept is what is left of it: the beginning before a paywall,
#: one part of several, the note that it is gone.
LEAST_SHARE = 0.5
#: Walls, comments and lists of other pages under the title of an article have none of its text. One that was
#: rewritten has some; one with so many times the text is more likely the article than what was kept.
A_LITTLE = 0.2
FAR_MORE = 2
#: The type of an article that came with a file from another program.
IMPORTED = "text/html; imported"
#: The type of a copy of the page from an archive of the web.
ARCHIVED = "text/html; archived"


class Kept(msgspec.Struct, frozen=True):
    """What an item has."""

    found: ArticleHead
    text: str
    was_led: bool  #: it was found where the link was merely led


def replaces(old: Kept, new: Article, *, is_own: bool, same_place: bool) -> bool:
    """Whether `new` takes the place of `old`.

    `is_own`: it was found where the item's page is; `same_place`: where `old` was found.
    """
    if old.found.media_type in (IMPORTED, ARCHIVED):
        # The page itself is worth more than a copy, unless it is a wall, or another one by now.
        real = is_own or share(old.text, new.text) >= ALIKE
        return real and new.is_article and not new.is_index and new.words >= LEAST_SHARE * old.found.words
    if not old.text.strip():
        if _is_medium(old.found) and not old.found.media_type.endswith("html"):
            return Presence.IS in (new.has_image, new.has_video)  # a page in place of a picture is none
        return bool(new.text.strip()) or not _is_medium(old.found) or new.has_image == Presence.IS
    if not new.text.strip():
        return False
    same_title = fold(old.found.title).strip() == fold(new.title).strip() != "" and _one_language(old, new)
    enough = len(new.text) >= LEAST_SHARE * len(old.text)
    again = share(old.text, new.text)
    if not (is_own or same_place):
        moved = same_title and again >= ALIKE
        return moved or _is_first_real(old, new)
    if is_own and old.was_led and (new.is_article or same_title):
        return True
    if again >= ALIKE and enough:
        return True
    both_lists = new.is_index and bool(old.found.is_index)
    if same_title:
        more = len(new.text) >= FAR_MORE * len(old.text) or (new.is_article and not old.found.is_article)
        return enough and (both_lists or more or again >= A_LITTLE)
    if new.is_index != bool(old.found.is_index):
        return False
    return both_lists or (enough and alike(old.text, new.text)) or _is_first_real(old, new)


def _is_first_real(old: Kept, new: Article) -> bool:
    """Whether this is an article, and what there is was none and no longer: a notice, a check."""
    return new.is_article and not new.is_index and not old.found.is_article and len(new.text) >= len(old.text)


def _one_language(old: Kept, new: Article) -> bool:
    """Whether nothing says that a text is in another language than what was kept."""
    languages = {each.partition("-")[0].lower() for each in (old.found.language, new.language) if each}
    return len(languages) < 2


def _is_medium(found: ArticleHead) -> bool:
    return Presence.IS in (found.has_image, found.has_video)
