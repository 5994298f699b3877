"""What the sentences of our pages are in another language, from its file in translations/."""

from __future__ import annotations

import gettext
import re
from collections.abc import Callable, Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import NamedTuple

_FOLDER = resources.files("satchel.web") / "translations"
_PLURALS = re.compile(r"nplurals\s*=\s*\d+\s*;\s*plural\s*=\s*([^;]+)")
#: Words that English has for two things, and other languages may not: templates say which one is meant.
_ENGLISH: Mapping[str, str] = MappingProxyType({"Archive (verb)": "Archive"})


def _one_or_many(n: int) -> int:
    return int(n != 1)


class Catalog(NamedTuple):
    """The sentences of one language. What is missing stays as it is."""

    sentences: Mapping[str, str] = _ENGLISH
    counted: Mapping[str, tuple[str, ...]] = MappingProxyType({})  #: by the English one for one
    form: Callable[[int], int] = _one_or_many  #: which of the forms a number takes

    def sentence(self, sentence: str) -> str:
        """The sentence in that language."""
        return self.sentences.get(sentence) or _ENGLISH.get(sentence, sentence)

    def sentence_for(self, n: int, one: str, many: str) -> str:
        """The sentence for that number, in that language."""
        forms = self.counted.get(one)
        return forms[self.form(n)] if forms else one if n == 1 else many


def read(text: str) -> Catalog:
    """The catalog in a PO file of GNU gettext."""
    import polib  # only people with another language need it

    found = polib.pofile(text)
    rule = _PLURALS.search(found.metadata.get("Plural-Forms", ""))
    return Catalog(
        {each.msgid: each.msgstr for each in found if each.msgstr},
        {
            each.msgid: tuple(text for _, text in sorted(each.msgstr_plural.items()))
            for each in found
            if each.msgid_plural and all(each.msgstr_plural.values())
        },
        gettext.c2py(rule[1]) if rule else _one_or_many,
    )


@cache
def catalog(code: str) -> Catalog:
    """The catalog of that language; read once. Raises `FileNotFoundError` for one that we do not have."""
    return Catalog() if code == "en" else read((_FOLDER / f"{code}.po").read_text("utf-8"))
