"""The title as a reader would write it: whole, and without the site's name."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from satchel.pipeline.links import host_of, is_home
from satchel.pipeline.metadata.collect import Collected
from satchel.pipeline.metadata.jsonld import Linked, words
from satchel.pipeline.metadata.placeholder import is_placeholder, is_template
from satchel.pipeline.parsing.tree import Element, text_of

MAX_TITLE = 500
SEPARATOR = re.compile(r"\s+[|\-–—·•»«›:/\\>~]{1,2}\s+|\s*[|»]\s+|\s+::\s+|\s+\|")
# Controls, the overrides of writing direction, and marks that show nothing.
_HIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]")
#: title_rubric_site, usual in China
EASTERN = re.compile(r"([^_]*[\u3400-\u9fff]{4}[^_]*)_.*[\u3400-\u9fff]{2}")
_JOINTS = tuple("-–—_|｜：")  #: what parts a title from its site, whether spaces stand there or not
#: How many messages wait for whoever saved the page.
_UNREAD = re.compile(r"^\(\d{1,3}\+?\)\s+(?=\S)")
#: Of their pairs of letters shared. Chosen on 354 pages: .5 and .65 get one title in 100 wrong that it gets right.
ALIKE = 0.6
#: The same for what calls itself an article: five of 1,529 titles more are right than with .6; .45 and .7 get fewer.
ALIKE_ARTICLE = 0.55
#: Of the letters of the part of a title that a heading stands in; one with fewer names its subject alone.
WHOLE = 0.6
#: Words before a bar or a dash that are a title where no heading says more. Two cut one title in 250 too short.
MAIN = 3
#: Times that a page may say a heading that is not its title; 1 gets as many wrong as right, 3 one in 1,500 less.
SAID = 2
LEAST = 8  #: letters of a heading that is looked for in a title; half as many where a letter may be a word
_WORD = re.compile(r"\w+")


def plain(text: str, limit: int = MAX_TITLE) -> str:
    """One line of text without controls and direction overrides, at most `limit` characters."""
    text = " ".join(_HIDDEN.sub(" ", text[: 4 * limit].replace("\xad", "")).split())
    if len(text) <= limit:
        return text
    return text[: limit - 1].rstrip() + "…"


def read_title(found: Collected, linked: Linked, site: str, url: str) -> str:
    """The title of the page; "" when it has none.

    An h1 that the declared title contains is what the writer called the page, and so is one that menus or the
    address repeat. Else the declared title, without the name of the site. Only the front page is called as its site.
    """
    host, home = host_of(url), is_home(url)
    told = (
        words(linked.article.get("headline")) or words(linked.article.get("name")),
        found.meta("og:title"),
        found.meta("twitter:title"),
        found.meta("dc.title", "dcterms.title", "parsely-title", "sailthru.title", "headline"),
        _UNREAD.sub("", found.title),
        words(linked.film.get("name")),
    )
    declared = list(filter(None, map(plain, told)))
    names = {_core(host), _core(chosen_label(host))}
    own = set() if home else {*names, _core(site)}  # what bears the name of the site names no page of it
    headings = [text for text in _texts(found.headings) if _core(text) not in own]
    lesser = [] if headings else _texts(found.lesser)
    shared = found.meta("og:title")  # who shares a page under the name of the site means it
    unnamed = not (home or shared) and (headings or lesser) and all(_core(text) in names for text in declared)
    if unnamed:
        declared = []
    if not headings and (unnamed or found.banner is not None):
        headings = lesser
    elif not headings:
        shown = {_core(text) for text in lesser} - (own if shared else set())
        headings = [part for text in declared for part in SEPARATOR.split(text) if _core(part) in shown]
    declared, headings = _filled(declared, headings)
    is_article = linked.declares_article(found.meta("og:type"))
    bares = [without_site(text, site, host) for text in declared]
    bare = bares[0] if bares else ""
    headings = [without_site(text, site, host, "|-") for text in headings]  # writers part by longer dashes
    named = next((text for text in headings if text in bares), "")
    if not named:
        named = _heading_named_by(declared, headings)
        if not is_article:
            named = _whole(named, [_without_end(text, site) for text in declared])
    if bare and not named:
        named = _heading_like(bares, headings, ALIKE_ARTICLE if is_article else ALIKE)
        named = named or _heading_used(headings, _beginning(bare), found, url if is_article else "")
    return named or _beginning(bare) or next(iter(headings), "")


def _texts(headings: list[Element]) -> list[str]:
    return [text for one in headings[:8] if (text := plain(text_of(one)).rstrip("¶ "))]


def _filled(declared: list[str], headings: list[str]) -> tuple[list[str], list[str]]:
    """The titles that are none of a program's words for nothing; what names an article on those is kept."""
    whole = [text for text in declared if not any(map(is_placeholder, SEPARATOR.split(text)))]
    shown = [text for text in headings if not is_placeholder(text)]
    if whole or shown:
        return whole, shown
    meant = [text for text in headings if not is_template(text)]
    return [text for text in declared if set(meant) & set(SEPARATOR.split(text))], meant


def _heading_named_by(declared: list[str], headings: list[str]) -> str:
    """The longest heading that a declared title contains."""
    whole = {_core(text) for text in declared}
    cores = {heading: _core(heading) for heading in headings}
    long = (one for one, core in cores.items() if len(core) >= (LEAST if core.isascii() else LEAST // 2))
    named = (one for one in long if any(cores[one] in text for text in whole))
    return max(named, key=len, default="")


def _whole(heading: str, declared: list[str]) -> str:
    """The heading, or the part of a declared title in which it stands where that says clearly more."""
    core = _core(heading)
    parts = [part for text in declared for part in SEPARATOR.split(text) if core in _core(part)]
    part = min(parts, key=len, default=heading) if core else heading
    return heading if len(heading) >= WHOLE * len(part) else part


def _beginning(title: str) -> str:
    """The title up to the first bar or dash: behind it stand rubrics, slogans and sites of which nobody told."""
    first = SEPARATOR.search(title)
    before = title[: first.start()] if first and first[0].strip() in "|-" else ""
    return before if len(before.split()) >= MAIN else title


def _heading_like(declared: list[str], headings: list[str], least: float) -> str:
    """The heading that says in other words what is declared for search engines and for shares."""
    if any(_core(heading).endswith(_core(text)) for heading in headings for text in declared):
        return ""  # the declared title below the name of its rubric
    likes = {heading: max(_likeness(heading, text) for text in declared) for heading in headings}
    best = max(likes, key=lambda heading: likes[heading], default="")
    return best if best and likes[best] > least else ""


def _heading_used(headings: list[str], title: str, found: Collected, url: str) -> str:
    """The heading that the menus repeat, or of whose words the address has more than of the title's."""
    texts = found.elements[0].itertext() if headings else ()
    said = Counter(str(text).strip() for text in texts)
    slug = set(_core(url.rstrip("/").rpartition("/")[2].replace("_", " ")).split())
    shared = {text: len(slug.intersection(_core(text).split())) for text in (title, *headings)}
    used = (one for one in headings if said[one] > SAID or shared[one] > shared[title])
    return next(used, "")


def _likeness(one: str, other: str) -> float:
    """How much two texts have in common, from 0 to 1: the share of pairs of letters."""
    cores = _core(one), _core(other)
    pairs, others = ({core[at : at + 2] for at in range(len(core) - 1)} for core in cores)
    return 2 * len(pairs & others) / max(1, len(pairs) + len(others))


def _core(text: str) -> str:
    """Letters and digits alone, to compare titles by."""
    return " ".join(_WORD.findall(unicodedata.normalize("NFKC", text).casefold()))


def without_site(title: str, site: str, host: str, marks: str = "|-–—·»") -> str:
    """The title without the name of its site before or after a separator; one unknown is short, behind `marks`."""
    eastern = EASTERN.match(title)
    if eastern:
        return eastern[1]
    if site and title.startswith(f"{site}: "):
        return title.removeprefix(f"{site}: ")
    pieces = list(SEPARATOR.finditer(title))
    if not pieces:
        return _without_end(title, site)
    first, last = title[: pieces[0].start()], title[pieces[-1].end() :]
    names = {squeezed(site), squeezed(chosen_label(host))} - {""}
    before, after = title[: pieces[-1].start()].strip(), title[pieces[0].end() :].strip()
    if _is_name(last, names):
        return without_site(before, site, host, marks) if len(pieces) > 1 else before
    if _is_name(first, names):
        return after
    # No known name: a short last part behind a bar or dash is the site's, if most is left.
    if len(before.split()) >= 4 and len(last.split()) <= 3 and pieces[-1][0].strip() in marks:
        return before
    return title


def _without_end(title: str, site: str) -> str:
    """The title without the name of its site behind a mark that no space need stand around."""
    before = title.removesuffix(site).rstrip() if site else title
    return before[:-1].rstrip() if before != title and before.endswith(_JOINTS) else title


def chosen_label(host: str) -> str:
    """The part of a host's name that its owner chose."""
    return host.rpartition(".")[0].rpartition(".")[2]


def squeezed(text: str) -> str:
    """Letters and digits alone, to compare names by."""
    return re.sub(r"[\W_]+", "", text.casefold())


def _is_name(part: str, names: set[str]) -> bool:
    short = squeezed(part.removesuffix(".com"))
    return short in names or any(
        len(name) > 3 and name in (short[: len(name)], short[-len(name) :]) and len(short) < len(name) + 12
        for name in names
    )
