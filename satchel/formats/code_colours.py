"""Code in colours, for pages: what a lexer takes for a keyword is in a span whose class says so. The text stays."""

from __future__ import annotations

import re
import time
from functools import lru_cache
from html import escape, unescape
from typing import TYPE_CHECKING, Any

from satchel.base.text import words_of

if TYPE_CHECKING:
    from pygments.lexer import Lexer

MAX_CODE_CHARACTERS = 50_000  #: of one block; longer ones stay plain
MAX_LINE_CHARACTERS = 2_000  #: what has longer lines was written by a machine
MAX_SECONDS = 0.25  #: of the processor, for the code of one article; what comes later stays plain
MAX_KEPT_CHARACTERS = 8_000  #: of a block that is remembered once it is coloured
_BLOCK = re.compile(r'<pre data-lang="([a-z0-9+#-]+)">(<code>)?([^<]*)(</code>)?</pre>')
#: Some lexers look through all that is left for each token of odd code (C through empty lines, Go and CSS through
#: quotes), so the clock is asked between tokens. None here spends more than a look on one token.
LANGUAGES = words_of(
    "python javascript typescript jsx tsx json yaml toml ini html xml css scss sql bash c cpp csharp java kotlin go",
    "rust ruby php swift haskell lua perl r scala elixir clojure lisp scheme diff dockerfile makefile nix zig dart",
    "julia powershell",
)
#: The first name in the path of a token that is here gives the class.
_CLASSES = {
    "Comment": "c", "Keyword": "k", "String": "s", "Number": "n", "Function": "f", "Class": "t", "Type": "t",
    "Namespace": "t", "Builtin": "b", "Decorator": "b", "Preproc": "b", "Tag": "k", "Attribute": "f", "Word": "k",
    "Constant": "n", "Inserted": "s", "Deleted": "d", "Heading": "k", "Exception": "t", "Magic": "f",
}  # fmt: skip


def coloured(html: str) -> str:
    """Stored HTML with its code in spans of the classes `c k s n f t b d`."""
    if "data-lang=" not in html:
        return html
    end = time.thread_time() + MAX_SECONDS

    def show(block: re.Match[str]) -> str:
        if block[1] not in LANGUAGES or time.thread_time() > end:
            return block[0]
        _lexer(block[1])  # loading it is not the code's fault
        code = unescape(block[3])
        few = len(code) <= MAX_KEPT_CHARACTERS
        spans = _remembered(block[1], code) if few else _spans(block[1], code, end)
        return (
            f'<pre data-lang="{block[1]}">{block[2] or ""}{spans}{block[4] or ""}</pre>'
            if spans
            else block[0]
        )

    return _BLOCK.sub(show, html)


@lru_cache(128)
def _remembered(language: str, code: str) -> str:
    return _spans(language, code, time.thread_time() + MAX_SECONDS)


def _spans(language: str, code: str, end: float) -> str:
    """The code in spans; "" where it is to stay plain, and where that takes longer than to `end`."""
    if len(code) > MAX_CODE_CHARACTERS or any(len(line) > MAX_LINE_CHARACTERS for line in code.split("\n")):
        return ""
    parts: list[str] = []
    told: list[str] = []
    open_class = ""
    for kind, text in _lexer(language).get_tokens(code):
        told.append(text)
        if len(told) % 16 == 0 and time.thread_time() > end:
            return ""
        wanted = "" if text.isspace() else _class_of(kind)
        if wanted != open_class and not (text.isspace() and open_class and "\n" not in text):
            parts.append("</span>" if open_class else "")
            parts.append(f'<span class="{wanted}">' if wanted else "")
            open_class = wanted
        parts.append(escape(text, quote=False))
    parts.append("</span>" if open_class else "")
    return "".join(parts) if "".join(told) == code else ""


@lru_cache(64)
def _lexer(language: str) -> Lexer:
    # Few articles have code: whoever reads none does not pay for the tables of languages.
    from pygments.lexers import get_lexer_by_name

    # Examples of PHP seldom begin with its sign.
    more = {"startinline": True} if language == "php" else {}
    return get_lexer_by_name(language, stripnl=False, ensurenl=False, **more)


@lru_cache(256)
def _class_of(kind: Any) -> str:
    for name in reversed(kind):
        if name in _CLASSES:
            return _CLASSES[name]
    return ""
