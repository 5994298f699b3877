"""JSON-LD: what a page tells search engines about itself."""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from satchel.base.text import words_of
from satchel.pipeline.metadata.placeholder import is_placeholder

MAX_DEPTH = 12  #: of objects in objects
MAX_OWN_DEPTH = 4  #: at which the page's own article may lie
MAX_NODES = 5_000  #: objects read of one page; the rest is lists of related things

ARTICLES = words_of(
    "article newsarticle blogposting reportagenewsarticle analysisnewsarticle opinionnewsarticle backgroundnewsarticle "
    "reviewnewsarticle satiricalarticle scholarlyarticle medicalscholarlyarticle techarticle apireference blog "
    "liveblogposting socialmediaposting discussionforumposting advertisercontentarticle report review recipe howto "
    "askpublicnewsarticle qapage question"
)
_PAGES = words_of("webpage itempage aboutpage profilepage medicalwebpage collectionpage faqpage checkoutpage")
FILMS = words_of("videoobject movie episode tvepisode clip")
_PRODUCTS = words_of("product productgroup individualproduct")
_REVIEWS = words_of("review criticreview")
_RECIPES = words_of("recipe")
_HELD = ("startDate", "endDate", "validThrough")
#: Behind these stand other pages, so deep in any case.
_LISTS = frozenset(["itemListElement", "citation", "isBasedOn"])
# Line ends and tabs inside strings, and a comma before a closing bracket: both common, both forbidden.
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_WRAPPER = re.compile(
    r"^\s*(?:<!--|/\*\s*<!\[CDATA\[\s*\*/|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|/\*\s*\]\]>\s*\*/|//\s*\]\]>|\]\]>)\s*;?\s*$"
)


@dataclass
class Linked:
    """What the JSON-LD of a page says."""

    kinds: set[str] = field(default_factory=set)  #: all types seen, lower-case
    article: dict[str, Any] = field(default_factory=dict)
    page: dict[str, Any] = field(default_factory=dict)
    film: dict[str, Any] = field(default_factory=dict)
    product: dict[str, Any] = field(default_factory=dict)  #: what is sold, when that is one thing
    recipe: dict[str, Any] = field(default_factory=dict)  #: what is cooked, when that is one thing
    held: list[str] = field(default_factory=list)  #: days on which something begins or ends
    reviewed: bool = False  #: there is a review that is no buyer's, inside what is sold
    site: str = ""
    by_id: dict[str, dict[str, Any]] = field(default_factory=dict)

    def node(self, value: Any) -> Any:
        """The object that a value refers to, or the value itself."""
        if isinstance(value, dict) and "@id" in value and len(value) <= 2:
            return self.by_id.get(str(value["@id"]), value)
        return value

    def declares_article(self, kind: str) -> bool:
        """True for the data of a page that calls itself an article; `kind` is its og:type."""
        return kind.lower() == "article" or bool(self.article)


def read_linked(blocks: tuple[str, ...]) -> Linked:
    """Read all blocks of a page. Broken ones are mended where that is simple, else left out."""
    linked = Linked()
    nodes: list[dict[str, Any]] = []
    for block in blocks:
        _flatten(_loads(block), nodes, 0)
    for node in nodes:
        name = node.get("@id")
        if isinstance(name, str) and len(node) > 2 and len(node) > len(linked.by_id.get(name, {})):
            linked.by_id[name] = node
    for node in nodes:
        _sort_in(node, linked)
    linked.product = _only(nodes, _PRODUCTS, "description")
    linked.reviewed = _highest(nodes, _REVIEWS) <= _highest(nodes, _PRODUCTS) <= MAX_DEPTH
    linked.recipe = _only(nodes, _RECIPES, "recipeInstructions")
    if kinds_of(linked.article) <= {"review", "question"} and linked.kinds & {"product", "faqpage"}:
        linked.article = {}  # what a buyer said of the thing that the page sells, or asked at its end
    return linked


def _only(nodes: list[dict[str, Any]], kinds: frozenset[str], key: str) -> dict[str, Any]:
    """The one object of these kinds that says something; none of several, which are a list."""
    found = [node for node in nodes if node.get(key) and kinds & kinds_of(node)]
    top = _highest(found, kinds)
    found = [node for node in found if node["@depth"] == top]
    return found[0] if len(found) == 1 else {}


def _highest(nodes: list[dict[str, Any]], kinds: frozenset[str]) -> int:
    """How deep the first object of these kinds lies; deeper than any for none."""
    return min((int(node["@depth"]) for node in nodes if kinds & kinds_of(node)), default=MAX_DEPTH + 1)


def kinds_of(node: dict[str, Any]) -> set[str]:
    """The types of an object, lower-case, without their vocabulary."""
    kinds = node.get("@type")
    values = kinds if isinstance(kinds, list) else [kinds]
    return {str(kind).rsplit("/", 1)[-1].rsplit(":", 1)[-1].lower() for kind in values[:10] if kind}


def words(value: Any) -> str:
    """A text value as plain text; "" for anything else."""
    if not isinstance(value, str):
        return ""
    value = value[:5_000]
    if "&" in value:
        value = html.unescape(value)
    if "<" in value:
        value = re.sub(r"<[^<>%?][^<>]*>", "", value)
    value = " ".join(value.split())
    return "" if is_placeholder(value) else value


def _loads(block: str) -> Any:
    text = _WRAPPER.sub("", block).strip().removesuffix(";")
    for mend in (str, partial(_TRAILING_COMMA.sub, r"\1")):
        try:
            return json.loads(mend(text), strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _flatten(value: Any, nodes: list[dict[str, Any]], depth: int) -> None:
    if depth > MAX_DEPTH or len(nodes) >= MAX_NODES:
        return
    if isinstance(value, list):
        for one in value[:2_000]:
            _flatten(one, nodes, depth + 1)
    elif isinstance(value, dict):
        if "@type" in value or "@id" in value:
            value["@depth"] = depth
            nodes.append(value)
        for key, one in value.items():
            if isinstance(one, dict | list):
                _flatten(one, nodes, depth + (MAX_OWN_DEPTH if key in _LISTS else 1))


def _sort_in(node: dict[str, Any], linked: Linked) -> None:
    kinds = kinds_of(node)
    linked.kinds |= kinds
    linked.held += [words(node[key]) for key in _HELD if node.get(key)]
    depth = node["@depth"]
    if kinds & ARTICLES:
        # The page's own article stands at the top; lists of others hang below something.
        better = not linked.article or _weight(node) > _weight(linked.article)
        told = node.get("headline") or node.get("name") or node.get("datePublished")
        if better and depth <= MAX_OWN_DEPTH and told:
            linked.article = node
    elif kinds & FILMS and not linked.film:
        linked.film = node
    elif kinds & _PAGES and not linked.page:
        linked.page = node
    elif "website" in kinds and not linked.site:
        linked.site = words(node.get("name"))


def _weight(node: dict[str, Any]) -> int:
    """How much an object looks like the page's own article."""
    told = sum(2 for key in ("articleBody", "datePublished", "author", "mainEntityOfPage") if node.get(key))
    return told - int(node["@depth"])
