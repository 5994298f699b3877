"""What the names of classes and ids tell: the words page builders use for content and for furniture.

Every answer is cached, since a page asks about the same names hundreds of times; few are, since the next has others.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from satchel.pipeline.parsing.tree import Element


def _words(words: str) -> re.Pattern[str]:
    """A pattern that finds any of these as a whole word of a lower-case name, or as the plural of one.

    Page builders name boxes by number, such as "38ad5ea": that is no "ad". Each part begins with a letter, and what
    must not stand before is asked behind it: only so does a search skip what begins no part, here and below.
    """
    whole = (rf"{one[0]}(?<![a-z\d]{one[0]}){one[1:]}s?(?![a-z]|\d+[a-z])" for one in words.split())
    return re.compile("|".join(whole))


def _parts(*groups: str) -> str:
    """A pattern that finds any of these anywhere inside a name: no other word holds them."""
    return "|".join(" ".join(groups).split())


_ASKING = r"\S{0,9}(?:consent|notice|bar|law|overlay|layer|banner|dialog)"
_CONSENT = f"cookie{_ASKING} consent{_ASKING} gdpr"
# Boxes around the article. Whole subtrees with such names go before anything is weighed.
_UNLIKELY = re.compile(
    _parts(
        r"breadcrumb menu pagination skip-?link footer header sidebar side-bar supplement disqus",
        r"related recommend-?(?:ed|ation) most-?(?:read|popular) trending banner taboola outbrain popup pop-up modal",
        _CONSENT,
        r"newsletter-?(?:sign|form|box) age-?gate ad-?slot disclosure disclaimer",
        r"editorial-?(?:policy|standard|process) comm?ent komm?ent communit sponsor social",
    )
    + "|"
    + _words(
        r"pager toolbar replie respond remark extra promoted(?<!node-promoted)(?<!node--promoted) ad rss legend"
    ).pattern
)
_BESIDE = re.compile(_parts("related sponsor social promoted"))
_MAYBE = re.compile(_parts(r"article body column content main shadow \band\b"))
# Of "article__tags" and "content-sidebar" the last word tells what it is, and the first where it stands.
_WHERE = re.compile(
    rf"(?<!\S)\S{{0,40}}(?:article|body|content|main)(?:\S{{0,40}}__(?=[a-z])|[-_]+(?!header|footer)(?={_UNLIKELY.pattern}))"
)

_GOOD = re.compile(_parts(r"article blog body content entry main page pagination post story text"))
_BAD = _words("hidden banner comment contact footer meta promo tag widget")
# What is said of how a box looks, when it shows, or what it lacks, and not of what it is.
_STYLES = re.compile(
    r"(?<!\S)hidden(?=\s(?:\S+\s){0,40}?(?:sm|md|lg|xl):(?:block|flex|grid|inline\S*|table\S*)(?!\S))"
    r"|(?<!\S)(?:hidden(?=-)|\S+(?:[-:](?:visually_)?hidden|_hidden(?=-)|-header-align\w*))(?:-\S*)?(?!\S)"
    r"|(?<!\S)(?:\S*--)?(?:has|with|no|without|hide|show|is-not)-\S+|(?<!\S)(?:ck|elementor|editor|text|wp)-widget(?:[-_]\S*)?(?!\S)"
)
# One of these is in every such word, and asking for them is cheaper than the pattern.
_LOOKS = re.compile(r"hidden|header-align|-widget|has-|with|no-|hide-|show-|is-not-")
_HUMP = re.compile(r"(?<=[a-z]{2})(?=[A-Z][a-z]{2})")

_WEIGHT = 25


def spoken(name: str) -> str:
    """A name in lower-case words, without what it says of looks."""
    small = name.lower()
    if small != name:
        small = _HUMP.sub("-", name).lower()
    return _STYLES.sub("", small) if _LOOKS.search(small) else small


@lru_cache(maxsize=1024)
def is_unlikely(name: str, *, told: bool = False) -> bool:
    """True for names of boxes that hardly ever hold the article; `told`: not even if they hold prose."""
    name = _BESIDE.sub("", spoken(name)) if told else spoken(name)
    if not _UNLIKELY.search(name):
        return False  # as most; where it stands makes no name unlikely, and takes as long again to read
    name = _WHERE.sub("", name)
    return bool(_UNLIKELY.search(name)) and not _MAYBE.search(name)


@lru_cache(maxsize=1024)
def weight_of(name: str) -> int:
    """+25 for a name that speaks for content, -25 for one that speaks against, 0 else."""
    name = spoken(name)
    return (_WEIGHT if _GOOD.search(name) else 0) - (_WEIGHT if _BAD.search(name) else 0)


def _asks(hints: str, pattern: str) -> Callable[[str], bool]:
    """A question that a name answers by holding a pattern, in small letters.

    One of the `hints` is in every such name, and asking for them is cheaper than the pattern.
    """
    found, needed = re.compile(pattern).search, hints.split()

    @lru_cache(maxsize=1024)
    def ask(name: str) -> bool:
        small = name.lower()
        return any(map(small.__contains__, needed)) and bool(found(small))

    return ask


#: Rows of share buttons.
is_share = _asks("shar", r"(?:\b|_)(?:share|sharedaddy|sharing|share-?bar|social-?share)(?:\b|_)")
#: What asks for leave to store something.
is_consent = _asks("cookie gdpr consent", _parts(_CONSENT))
#: The box that holds what readers wrote below an article.
is_comments = _asks("comment", r"(?:^|[\s_-])comments?(?:$|[\s_-])")
#: The text under a picture.
is_caption = _asks(
    "caption cutline legend bildunterschrift credit",
    r"(?:^|[\s_-]|img|image|photo|picture|figure)"
    r"(?:caption|cutline|legende?|bildunterschrift|(?:photo|image|img|picture)[_-]?credit)s?(?:$|[\s_-]|text)",
)
#: The portrait of who wrote it, below the text.
is_portrait = _asks(
    "bio author writer contributor creator",
    r"(?:^|[\s_-])(?:about-?(?:the-?)?(?:author|writer)s?|(?:author|writer|contributor|creator)s?[_-]{0,2}(?:bio(?:graphy)?|box(?:es)?|info|card|description|profile|about)"
    r"|bio(?:graphy)?)(?:$|[\s_-])",
)
#: Who wrote it, when, and how long it takes to read.
is_byline_box = _asks(
    "line meta info author date time",
    r"(?:^|[\s_-])(?:by-?line|read(?:ing)?-?time|(?:post|entry|article|story|page|node|news|blog)[_-]{0,2}(?:meta(?:data)?|byline|info|author|date))s?(?:$|[\s_-])",
)
#: Buttons, badges, things to set or to choose, links to sign in, and what is at the foot of a part.
is_control = _asks(
    "button btn badge log sign drop sort control quantity pagination popup footer feedback",
    r"(?:^|[\s_-])(?:button|btn|badge|log-?in|sign-?up|drop-?down|sort|control|quantity|pagination|popup|footer|feedback)s?(?:$|[\s_-])",
)
#: Whose rights a text is.
is_rights = _asks("copyright", r"(?:^|[\s_-])copyrights?(?:$|[\s_-])")
#: What is for print alone.
is_print = _asks(
    "print",
    r"(?:^|\s)(?:(?:d-print-|hidden\s(?:\S+\s)*print:)(?:block|inline|flex)|print-only"
    r"|(?:only|kun|nur|solo|alleen|endast|tylko|visible|show-for)-print(?:-block)?)(?:$|\s)",
)
#: A link that looks like something to press.
is_button = _asks(
    "btn button cta backgr", r"(?:^|[\s_-])(?:btn|button|cta)s?(?:$|[\s_-])|background(?:-color)?\s*:"
)
#: What is for those alone who hear the page.
is_heard = _asks(
    "visually sr-only screen-reader", r"(?:^|\s)(?:visually-?hidden|sr-only|screen-reader-text)(?:$|\s)"
)
#: A note in a manual, which stands aside in its looks alone.
is_note = _asks(
    "note tip callout caution danger", r"(?:^|[\s_-])(?:note|tip|callout|caution|danger)(?:$|[\s_-])"
)
#: What bars the way to the text.
is_gate = _asks(
    "wall gate mur abon scri",
    r"(?:^|[\s_-])(?:(?:pay|reg)-?wall|gated?|muro|betalingsmur|abon\w+|suscri\w+|subscri(?:ber|ption)s?)(?:$|[\s_-])",
)
#: What stands beside each post of a forum: who its writer is, and what that member has added to all.
is_member = _asks(
    "sig avatar post user author member poster",
    r"signature|(?<![a-z])sig(?![a-z])|avatar|(?:post|user|author|member|poster)[_-]?(?:profile|extras|title|rank|pane|stats|badge)",
)


def describe(element: Element) -> str:
    """An element in a few words, for the log."""
    names = (element.get("class") or "").split()[:2]
    mark = element.get("id")
    return f"<{element.tag}{'#' + mark[:30] if mark else ''}{''.join('.' + name[:30] for name in names)}>"
