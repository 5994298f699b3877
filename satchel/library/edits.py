"""Edits: what a person set stands in place of what the page says, and what the page says stays known.

The columns of an item have what holds, so that whatever shows or orders items follows the person. `bare` gives
an item as its page has it, `worn` with what is set; nothing here is written.
"""

from __future__ import annotations

import msgspec

from satchel.model.articles import Author
from satchel.model.history import Said
from satchel.model.items import ArticleHead, Edits, Facts, Item

_FROM_RIGHT = frozenset(["ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "syr", "ug", "ur", "yi"])
_NOTHING = Facts()


def mine(item: Item) -> Facts:
    """What the person set."""
    return item.edits.mine if item.edits else _NOTHING


def bare(item: Item) -> Item:
    """The item as its page has it, with nothing that the person set."""
    edits = item.edits
    if edits is None:
        return item
    given = edits.given_title if edits.mine.title is not None else item.given_title
    return msgspec.structs.replace(
        item, given_title=given, edits=None, article=_bare(item.article, edits) if item.article else None
    )


def _bare(found: ArticleHead, edits: Edits) -> ArticleHead:
    page, details = edits.page, found.details
    if page.authors is not None:
        details = msgspec.structs.replace(details, authors=page.authors)
    title = found.title
    if page.title is not None:
        title, details = page.title, msgspec.structs.replace(details, by_name=edits.by_name)
    return msgspec.structs.replace(
        found,
        title=title,
        details=details,
        published_at=found.published_at if page.published_at is None else page.published_at or None,
        language=found.language if page.language is None else page.language,
        direction=found.direction if page.language is None else edits.direction,
    )


def said(item: Item) -> Said:
    """What the person said of an item, the note that they wrote among it."""
    return Said(mine(item), item.description)


def worn(item: Item, facts: Facts) -> Item:
    """An item as its page has it, with `facts` in place of what that says."""
    if facts == _NOTHING:
        return msgspec.structs.replace(item, edits=None)
    found = item.article
    edits = Edits(
        facts, _said(found, facts) if found else _NOTHING, item.given_title if facts.title is not None else "",
        found is not None and facts.title is not None and found.details.by_name,
        found.direction if found and facts.language is not None else "",
    )  # fmt: skip
    return msgspec.structs.replace(
        item, edits=edits, article=_worn(found, facts) if found else None,
        given_title=item.given_title if facts.title is None else facts.title,
    )  # fmt: skip


def _said(found: ArticleHead, facts: Facts) -> Facts:
    """What a page says of that which the person said otherwise."""
    return Facts(
        title=None if facts.title is None else found.title,
        authors=None if facts.authors is None else found.details.authors,
        published_at=None if facts.published_at is None else found.published_at or 0,
        language=None if facts.language is None else found.language,
    )


def _worn(found: ArticleHead, facts: Facts) -> ArticleHead:
    details = found.details
    if facts.authors is not None:
        details = msgspec.structs.replace(details, authors=facts.authors)
    if facts.title is not None:
        details = msgspec.structs.replace(details, by_name=False)
    return msgspec.structs.replace(
        found,
        title=found.title if facts.title is None else facts.title,
        details=details,
        published_at=found.published_at if facts.published_at is None else facts.published_at or None,
        language=found.language if facts.language is None else facts.language,
        direction=found.direction if facts.language is None else direction(facts.language),
    )


def direction(language: str) -> str:
    """In which direction a language is written; "" for none."""
    if not language:
        return ""
    return "rtl" if language.partition("-")[0].lower() in _FROM_RIGHT else "ltr"


def renamed(item: Item, given: str) -> tuple[str, Edits | None]:
    """The given title and the edits of an item that is saved again under the title `given`; "" is none."""
    edits = item.edits
    if edits is None or edits.mine.title is None or not given:
        return given or item.given_title, edits
    return item.given_title, msgspec.structs.replace(edits, given_title=given)


def together(elder: Item, younger: Item, one: Item) -> Item:
    """`one`, which two items became, with what was set of both; of what was set twice that of the elder holds."""
    if elder.edits is None and younger.edits is None:
        return one
    set_first, set_then = mine(younger), mine(elder)
    names = Facts.__struct_fields__
    both = Facts(
        **{name: getattr(set_first if getattr(set_then, name) is None else set_then, name) for name in names}
    )
    given = bare(elder).given_title or bare(younger).given_title
    return worn(msgspec.structs.replace(bare(one), given_title=given), both)


def authors_of(names: tuple[str, ...], known: tuple[Author, ...]) -> tuple[Author, ...]:
    """Authors by their names, with the addresses of those whom the page names, too."""
    there = {author.name: author for author in known}
    return tuple(there.get(name) or Author(name) for name in names)
