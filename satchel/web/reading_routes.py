"""The addresses of lists and articles, and those that they had elsewhere."""

from __future__ import annotations

from starlette.routing import Route

from satchel.web.acts import Acts
from satchel.web.context import WebContext
from satchel.web.folders import Folders
from satchel.web.known_addresses import ACTS, BELOW_LISTS, ITEMS, LISTS, KnownAddresses
from satchel.web.lists import Lists
from satchel.web.parts import Parts
from satchel.web.phone import Phone
from satchel.web.places import Places
from satchel.web.reader import Reader
from satchel.web.recent import Recent
from satchel.web.searching import Searching
from satchel.web.sessions import Sessions
from satchel.web.spelling import Handler, Paths, by_method, spelled
from satchel.web.tags import Tags


def routes(site: WebContext, visits: Sessions, reader: Reader) -> list[Route]:
    """Lists and articles, and the addresses that they had elsewhere."""
    lists, acts, known = Lists(site, visits), Acts(site, visits), KnownAddresses(visits)
    tags = Tags(site, visits)
    folders = Folders(site, visits)
    searching = Searching(site, visits)
    parts = Parts(site, visits)
    paths: Paths = [
        ("GET", "/read/{number}", reader.show),
        ("GET", "/favourites", lists.favourites),
        ("GET", "/archive", lists.archive),
        ("GET", "/started", lists.started),
        ("GET", "/trash", lists.trash),
        ("GET", "/random", lists.random),
        ("GET", "/recent", Recent(site, visits).show),
        ("POST", "/settings/view", lists.set_view),
        ("GET", "/tags", tags.show),
        ("POST", "/tags", tags.change),
        ("GET", "/sites/{host}", lists.site),
        ("GET", "/folders", folders.show),
        ("POST", "/folders", folders.change),
        ("GET", "/folder/{number}", lists.folder),
        ("GET", "/read/{number}/move", folders.of_article),
        ("POST", "/acts", acts.act),
        ("GET", "/search", searching.search),
        ("POST", "/search", searching.ask),
        ("GET", "/search/offers", searching.offers),
        ("POST", "/s", searching.keep),
        ("GET", "/s/{number}", searching.saved),
        ("POST", "/s/{number}", searching.change),
        ("GET", "/parts/rows", parts.rows),
        ("GET", "/parts/row/{number}", parts.row),
        ("GET", "/parts/tags", parts.tags),
        *_of_article(site, visits, reader),
        *(("GET", path, known.list) for path in LISTS),
        *(("GET", path, known.item) for path in ITEMS),
        *(("GET", path, known.act) for path in ACTS),
    ]
    last: list[tuple[str, Handler]] = [
        ("/tags/{tag:path}", lists.tag),
        ("/read/{number}/img/{picture}", reader.picture),
        *((path, known.list) for path in BELOW_LISTS),
    ]
    behind = [Route(path, by_method({"GET": handler}), methods=["GET"]) for path, handler in last]
    return spelled(paths) + behind


def _of_article(site: WebContext, visits: Sessions, reader: Reader) -> Paths:
    """What lies below the address of an article."""
    places, phone = Places(site, visits), Phone(site, visits)
    return [
        ("GET", "/read/{number}/original", reader.original),
        ("GET", "/read/{number}/previous", reader.previous),
        ("GET", "/read/{number}/print", reader.on_paper),
        ("GET", "/read/{number}/phone", phone.show),
        ("GET", "/read/{number}/phone.svg", phone.picture),
        ("GET", "/read/{number}/place", places.show),
        ("POST", "/read/{number}/place", places.keep),
        ("GET", "/read/{number}/links", places.links),
    ]
