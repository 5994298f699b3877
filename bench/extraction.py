"""What reading a page costs, and whether anything got lost: `python -m bench.extraction`.

The pages are our own golden ones, small and of every kind, so the milliseconds say little about
large pages; the ratio to bare parsing is what to watch. Time never fails the gate, since
machines differ. Lost structure does: fewer links, pictures, headings, items, cells, quotes or
lines of code than the expected article has, or a fact about it that is gone.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from lxml import html

from satchel.model.articles import Article
from satchel.pipeline.extract import extract
from satchel.pipeline.humble import collect_rarely
from satchel.pipeline.parsing.decode import decode
from satchel.pipeline.parsing.tree import parse

PAGES = Path(__file__).parent.parent / "tests" / "pages"
ROUNDS = 5  #: of which the cheapest counts
KINDS = ("a", "img", "h2", "h3", "h4", "li", "td", "th", "pre", "blockquote", "figcaption", "video", "p")
FACTS = ("title", "authors", "site", "published_at", "language", "lead_image", "excerpt")


class Sample(NamedTuple):
    """One golden page."""

    name: str
    body: bytes
    expected: dict[str, object]
    html: str

    def read(self) -> Article:
        """The article in it, as extraction reads it now."""
        return extract(self.body, str(self.expected["url"]), media_type=str(self.expected.get("type", "")))


def samples() -> list[Sample]:
    """All golden pages that are HTML."""
    return [
        Sample(
            path.parent.name,
            (path.parent / "source.html").read_bytes(),
            json.loads(path.read_text(encoding="utf-8")),
            (path.parent / "expected.html").read_text(encoding="utf-8"),
        )
        for path in sorted(PAGES.glob("*/expected.json"))
        if (path.parent / "source.html").exists()
    ]


def lost(sample: Sample) -> list[str]:
    """What the expected article has and the article of today has not, in words."""
    article = sample.read()
    have, want = _kinds(article.html), _kinds(sample.html)
    missing = [f"{want[kind] - have[kind]} <{kind}>" for kind in KINDS if have[kind] < want[kind]]
    return missing + [fact for fact in FACTS if fact in sample.expected and not getattr(article, fact)]


def _kinds(fragment: str) -> Counter[str]:
    root = html.fragment_fromstring(fragment or "", create_parent="body")
    return Counter(str(element.tag) for element in root.iter())


def _bare(sample: Sample) -> None:
    parse(decode(sample.body)[0], str(sample.expected["url"]))


def main() -> int:
    """Print what each page costs in CPU milliseconds, and the losses; 1 when there are any."""
    collect_rarely()
    pages = samples()
    whole, bare, failed = 0.0, 0.0, False
    for sample in pages:
        cost = min(_cost(sample.read) for _ in range(ROUNDS))
        parsing = min(_cost(partial(_bare, sample)) for _ in range(ROUNDS))
        whole, bare = whole + cost, bare + parsing
        missing = lost(sample)
        failed = failed or bool(missing)
        said = f"  LOST: {', '.join(missing)}" if missing else ""
        print(f"{sample.name:30} {cost:6.2f} ms  {cost / parsing:5.1f} x parsing{said}")
    print(f"{len(pages)} pages{'':23} {whole / len(pages):6.2f} ms  {whole / bare:5.1f} x parsing")
    return 1 if failed else 0


def _cost(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return (time.process_time() - begun) * 1000


if __name__ == "__main__":
    sys.exit(main())
