"""All forms of exports by their names; that which loses nothing stands first."""

from __future__ import annotations

from satchel.formats.exports.kinds import bookmarks, instapaper, library, listing, markdown, pocket
from satchel.formats.exports.writing import Format

FORMATS: dict[str, Format] = {
    each.name: each
    for each in (
        library.LIBRARY,
        bookmarks.NETSCAPE,
        pocket.CSV,
        pocket.ZIP,
        instapaper.CSV,
        markdown.OBSIDIAN,
        markdown.LOGSEQ,
        listing.JSON,
    )
}
