"""Articles in several parts: where the next one is."""

from __future__ import annotations

from satchel.pipeline.links import absolute, host_of
from satchel.pipeline.metadata.collect import Collected
from satchel.pipeline.multipart.same_article import numbered

MAX_NUMBER = 50  #: number of a part; what counts further is no article


def next_part(found: Collected, base: str, url: str) -> str:
    """The address of the next part of the article at `url`, "" when it has none that is declared.

    Only a link that the page itself calls "next" counts, and only when its address is that of
    the page but for the number of the part: many sites call the next article of a blog so, too.
    """
    here = numbered(url)
    if here is None:
        return ""
    for href in [*(href for href, _ in found.links.get("next", ())[:3]), *found.next]:
        address = absolute(href, base).partition("#")[0]
        if address and host_of(address) == host_of(url):
            there = numbered(address)
            if (
                there is not None
                and there.stem == here.stem
                and there.number == here.number + 1 <= MAX_NUMBER
            ):
                return address
    return ""
