"""Parts of pages that a person does not want to see on a site."""

from __future__ import annotations

import msgspec


class Part(msgspec.Struct, frozen=True, omit_defaults=True):
    """A part, by what it is and says: where it stood in one article tells nothing of the next one.

    Another part is the same if it is of the same element and says the same, or shows the same picture, or begins with
    the same lead and has links, or is mostly links and stands behind the same heading.
    """

    tag: str
    words: str = (
        ""  #: what it says, folded, digits as one sign each, at most so much as `formats.blocks` compares
    )
    letters: int = 0  #: how long all of that is
    lead: str = ""  #: how it begins, up to a colon, folded
    behind: str = ""  #: the heading right above it, folded
    picture: str = ""  #: host and path of the picture that is all it has
    shown: str = ""  #: what it said when it was hidden, for lists of these
    made_at: int = 0  #: ms; those of one act have the same


class Rehiding(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a person hid on a site, or showed again."""

    host: str
    hid: tuple[Part, ...] = ()
    showed: tuple[Part, ...] = ()
