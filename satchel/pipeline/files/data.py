"""JSON made readable: one value a line."""

from __future__ import annotations

import re
from html import escape

import msgspec

from satchel.model.articles import Article
from satchel.pipeline.clean import MAX_HTML, clean
from satchel.pipeline.parsing.decode import decode
from satchel.pipeline.text import bounded, count_words

MAX_READ = 600_000  #: bytes; what is longer is cut, and then shown as it came
MAX_WRITTEN = 900_000  #: bytes of what is shown
MAX_DEPTH = 60  #: deeper data are shown as they came: indenting them costs the square of the depth
_STRING = re.compile(r'"(?:[^"\\]|\\.)*+"')


def read_json(body: bytes, url: str, charset: str) -> Article:
    """The item of a JSON file: its text with line breaks and indentation."""
    text, encoding = decode(body[:MAX_READ], charset, url)
    text = text.strip()
    notes: tuple[str, ...] = ("JSON",)
    if len(body) > MAX_READ:
        notes += (f"cut: more than {MAX_READ} bytes",)
    elif _depth(text) <= MAX_DEPTH:
        try:
            text = msgspec.json.format(text, indent=2)
        except msgspec.DecodeError as error:
            notes += (f"not quite JSON: {error}"[:200],)
    text = bounded(text, MAX_WRITTEN)
    html = clean(f"<pre>{escape(text)}</pre>")
    return Article(
        html=html if len(html.encode()) <= MAX_HTML else "",
        text=text,
        words=count_words(text),
        encoding=encoding,
        log=notes,
    )


def _depth(text: str) -> int:
    deepest = depth = 0
    for sign in re.findall(r"[\[\]{}]", _STRING.sub("", text)):
        depth += 1 if sign in "[{" else -1
        deepest = max(deepest, depth)
    return deepest
