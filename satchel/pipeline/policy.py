"""What cleaned HTML may hold. The one list that all foreign HTML is held to."""

from __future__ import annotations

from satchel.base.text import words_of

EVERYWHERE = frozenset(["lang", "dir", "id"])  #: of ids, only those that we make for footnotes pass the gate

ATTRIBUTES: dict[str, frozenset[str]] = {
    "a": frozenset(["href", "title"]),
    "img": frozenset(["src", "srcset", "sizes", "alt", "title", "width", "height", "loading"]),
    "source": frozenset(["src", "srcset", "sizes", "type", "media"]),
    "video": frozenset(["src", "poster", "width", "height", "controls"]),
    "audio": frozenset(["src", "controls"]),
    "track": frozenset(["src", "kind", "srclang", "label"]),
    "td": frozenset(["colspan", "rowspan", "headers"]),
    "th": frozenset(["colspan", "rowspan", "scope"]),
    "col": frozenset(["span"]),
    "colgroup": frozenset(["span"]),
    "ol": frozenset(["start", "reversed", "type"]),
    "li": frozenset(["value"]),
    "time": frozenset(["datetime"]),
    "data": frozenset(["value"]),
    "abbr": frozenset(["title"]),
    "blockquote": frozenset(["cite"]),
    "q": frozenset(["cite"]),
    "del": frozenset(["datetime"]),
    "ins": frozenset(["datetime"]),
    "details": frozenset(["open"]),
    "bdo": frozenset(["dir"]),
    "code": frozenset(["data-tex"]),  # a formula, in the line or in one of its own
    "pre": frozenset(["data-lang"]),  # what the code is written in
}

TAGS = words_of(
    "p h1 h2 h3 h4 h5 h6 hr br div section article main header",
    "figure figcaption picture source img video audio track",
    "blockquote pre ul ol li dl dt dd details summary",
    "table caption colgroup col thead tbody tfoot tr td th",
    "a abbr b bdi bdo cite code data del dfn em i ins kbd mark q rb rp rt rtc ruby",
    "s samp small span strong sub sup time u var wbr",
)

#: Gone with everything inside; other elements that are not allowed leave their content behind.
GONE = words_of(
    "script style title textarea noscript template xmp noembed noframes plaintext",
    "iframe frame frameset object embed applet portal param canvas map area svg math",
    "form select option optgroup button input datalist dialog slot",
    "head base meta link",
)
