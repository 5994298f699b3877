"""What pages say: every sentence in a template goes through `_`, or through `n_` where it counts something.

Sentences are HTML that we or a translator wrote; what is put into them is not, and is escaped.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache

from minijinja import Markup, escape

from satchel.web.catalogs import catalog
from satchel.web.languages import Language, worn

#: A sentence in a template into which nothing is put; first where it is all that is written there.
_SENTENCE = r"""_\(("[^"\\]*"|'[^'\\]*')\)"""
_WRITTEN = re.compile(rf"\{{\{{ {_SENTENCE} \}}\}}|(?<!\w){_SENTENCE}")


def say(sentence: str, /, **values: object) -> Markup:
    """The sentence, with each `%(name)s` in it replaced by that value."""
    if len(values) == 1 and type(values.get("n")) is int:
        return _numbered(sentence, values["n"], worn())
    said = text(sentence)
    return Markup(said % {name: _safe(value) for name, value in values.items()} if values else said)


def translated(template: str, code: str) -> str:
    """The source of a template with its sentences in that language, so that no page has to look them up.

    Those into which something is put are left.
    """
    sentence = catalog(code).sentence

    def said(found: re.Match[str]) -> str:
        written, within = found.groups()
        text = sentence((written or within)[1:-1])
        return text if written and "{" not in text else f"({json.dumps(text, ensure_ascii=False)}|safe)"

    return _WRITTEN.sub(said, template)


def count(one: str, many: str, n: int, /, **values: object) -> Markup:
    """The sentence for one or for many, with `%(n)s` replaced by the number, in groups of three digits."""
    sentence = catalog(worn().code).sentence_for(n, one, many)
    return Markup(sentence % {name: _safe(value) for name, value in {**values, "n": f"{n:,}"}.items()})


def text(sentence: str, /) -> str:
    """The same for a sentence that is no HTML, as an error's; templates escape it."""
    return catalog(worn().code).sentence(sentence)


def marked(sentence: str, /) -> str:
    """The sentence as it is: for tables, whose sentences are translated when they are said."""
    return sentence


@lru_cache(1024)
def _numbered(sentence: str, n: int, language: Language) -> Markup:
    """The sentence with a number in it: lists say the same few again and again, as "3 min"."""
    return Markup(catalog(language.code).sentence(sentence) % {"n": f"{n:,}"})


def _safe(value: object) -> str:
    return str(escape(value if isinstance(value, str) else str(value)))
