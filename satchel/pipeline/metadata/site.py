"""What the site is called."""

from __future__ import annotations

from satchel.pipeline.metadata.collect import Collected
from satchel.pipeline.metadata.jsonld import Linked, kinds_of, words
from satchel.pipeline.metadata.names import names_of_site
from satchel.pipeline.metadata.title import EASTERN, SEPARATOR, chosen_label, plain, squeezed
from satchel.pipeline.parsing.tree import text_of

MAX_SITE = 200
# Sites of which everyone knows the name, and whose pages do not tell it.
_KNOWN = {
    "news.ycombinator.com": "Hacker News",
    "x.com": "X (Twitter)",
    "twitter.com": "X (Twitter)",
    "github.com": "GitHub",
    "reddit.com": "Reddit",
    "old.reddit.com": "Reddit",
    "chatgpt.com": "ChatGPT",
}
LONG = 5  #: words; a longer end of a title is no name


def read_site(found: Collected, linked: Linked, host: str) -> str:
    """The name that the site gives itself, declared or at the end of its titles; "" when it gives none."""
    publisher = linked.node(linked.article.get("publisher"))
    if isinstance(publisher, dict) and "person" in kinds_of(publisher) and linked.site:
        publisher = None  # the writer of a blog that has a name of its own
    names = (
        found.meta("og:site_name").removeprefix("@"),
        _as_its_host(found, host),
        words(publisher.get("name")) if isinstance(publisher, dict) else "",
        linked.site,
        found.meta(
            "application-name", "citation_journal_title", "dc.publisher", "apple-mobile-web-app-title"
        ),
    )
    told = next((plain(name, MAX_SITE) for name in names if name), "") or _in_titles(found, host)
    return told or plain(text_of(found.banner), MAX_SITE) if found.banner is not None else told


def _as_its_host(found: Collected, host: str) -> str:
    """The part of the title that is the host's own name: Wikipedia, whoever its publisher is."""
    label, title = squeezed(chosen_label(host)), plain(found.title)
    return next((part.strip() for part in (*SEPARATOR.split(title), "") if squeezed(part) == label), "")


def _in_titles(found: Collected, host: str) -> str:
    title = plain(found.title)
    if EASTERN.match(title):
        return title.rpartition("_")[2].strip()
    pieces = list(SEPARATOR.finditer(title))
    if not pieces:
        return ""
    shown = {squeezed(text_of(heading)) for heading in (*found.headings, *found.lesser[:8])}
    shown.add(squeezed(found.meta("og:title")))
    last, before = title[pieces[-1].end() :].strip(), title[: pieces[-1].start()].strip()
    # What stands behind the heading of the page is the site; so is a short end behind a bar.
    named = 0 < len(last.split()) <= LONG and (
        squeezed(before) in shown
        or (len(pieces) == 2 and squeezed(title[: pieces[0].start()]) in shown)
        or ("|" in pieces[-1][0] and len(last.split()) <= 3 < len(before.split()))
    )
    return last if named else ""


def site_without_name(host: str) -> str:
    """A name for a site that gives itself none: its host. Who wrote a page is not where it stands."""
    return _KNOWN.get(host) or host


def own_names(found: Collected, linked: Linked, site: str, host: str) -> set[str]:
    """The ways in which the site calls itself: what is written so is no author."""
    told = [node.get("publisher") for node in (linked.article, linked.page)]
    publishers = [
        linked.node(one) for each in told for one in (each[:5] if isinstance(each, list) else [each])
    ]
    texts = [site, linked.site, host, chosen_label(host)]
    texts += [words(one.get("name")) for one in publishers if isinstance(one, dict)]
    texts += found.all("og:site_name", "twitter:site", "application-name")
    return names_of_site(texts)
