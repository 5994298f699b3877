"""What pages say: every sentence in a template goes through `_`, or through `n_` where it counts something.

Sentences are HTML that we wrote; what is put into them is not, and is escaped.
"""

from __future__ import annotations

from functools import lru_cache

from minijinja import Markup, escape

#: The language of the sentences as they stand in the templates, and the direction in which it is written.
LANGUAGE, DIRECTION = "en", "ltr"


def say(sentence: str, /, **values: object) -> Markup:
    """The sentence, with each `%(name)s` in it replaced by that value."""
    if not values:
        return Markup(sentence)
    if len(values) == 1 and type(values.get("n")) is int:
        return _numbered(sentence, values["n"])
    return Markup(sentence % {name: _safe(value) for name, value in values.items()})


def count(one: str, many: str, n: int, /, **values: object) -> Markup:
    """The sentence for one or for many, with `%(n)s` replaced by the number."""
    return say(one if n == 1 else many, n=n, **values)


@lru_cache(1024)
def _numbered(sentence: str, n: object) -> Markup:
    """The sentence with a number in it: lists say the same few again and again, as "3 min"."""
    return Markup(sentence % {"n": n})


def _safe(value: object) -> str:
    return str(escape(value if isinstance(value, str) else str(value)))
