"""Texts that a program wrote in the place of one it did not have."""

from __future__ import annotations

import re

# What templates leave when nobody filled them in, in the spellings of their many engines. Each begins with one sign
# and not with one of several: so the search skips all else.
_EXPRESSION = re.compile(
    r"#title#?\Z|@title#?\Z|\[(?:page)?title\]"
    r"|\{\{.{0,200}?\}\}|\{[%#].{0,200}?[%#]\}|<[%?].{0,200}?[%?]>|\{\$?[A-Za-z_][\w.|>-]{0,60}\}"
    r"|\$\{[^{}]{0,200}\}|#\{[^{}]{0,200}\}|%\{[^{}]{0,200}\}|@\{[^{}]{0,200}\}"
    r"|\{\d\}|\[\[[\w.:>$+*! -]{1,80}\]\]|\[[+*%$]\w[\w.]{0,60}[+*%$]\]|%%?[A-Za-z_][\w.-]{0,60}%%?|##\w{1,60}##"
    r"|__[A-Z][A-Z_]{1,60}__|@\(?(?:Model|ViewBag|ViewData|Html)\b[\w.\[\]\"'()]{0,80}"
    r"|\$[a-z_]\w{0,60}(?:(?:->|\.)\w{1,60})*|%(?:\d\$)?[sd]",
    re.S,
)
# What JavaScript, PHP, Python and others write of a value that is none, and what editors call a page without a name.
_NOTHING = re.compile(
    r"Untitled(?:[ -](?:Document|Page))?|New Page(?: \d{1,2})?|Loading(?:\.{3}|…)"
    r"|undefined|null|NULL|nil|None|NaN|false|\(null\)|\[object [A-Z]\w{0,30}\]"
    r"|function\s?\w{0,30}\([^)]{0,80}\)\s?\{.*"
    r"|(?:undefined|null)(?:[\s.,/|-]+(?:undefined|null))+",
    re.S,
)
_WORD = re.compile(r"\w")


def is_placeholder(text: str) -> bool:
    """True for "undefined", "[object Object]", "{{ post.title }}" and their like, and nothing else beside them."""
    text = text.strip()
    if not text:
        return False
    if _NOTHING.fullmatch(text):
        return True
    return bool(_EXPRESSION.search(text)) and not _WORD.search(_EXPRESSION.sub("", text))


def is_template(text: str) -> bool:
    """True for a text with an expression that nobody filled in, and nothing else beside it."""
    return is_placeholder(text) and not _NOTHING.fullmatch(text.strip())
