"""Bring the translations up to date with the sentences in templates and code: `make words`.

New sentences come into each satchel/web/translations/CODE.po without a translation, those that are no longer said
leave it. `make words ARGS=CODE` begins the file of another language.
"""

from __future__ import annotations

import argparse
import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import polib

from satchel.base import errors

SATCHEL = Path(__file__).resolve().parent.parent / "satchel"
WEB = SATCHEL / "web"
#: Where errors are raised that reach pages.
_ERRORS_IN = ("base", "library", "web")
TRANSLATIONS = WEB / "translations"
#: How many forms a counted sentence has, and which one for a number (CLDR, as GNU gettext writes it).
PLURALS = {
    "de": "nplurals=2; plural=(n != 1);",
    "fr": "nplurals=2; plural=(n > 1);",
    "es": "nplurals=2; plural=(n != 1);",
    "it": "nplurals=2; plural=(n != 1);",
    "nl": "nplurals=2; plural=(n != 1);",
    "pt-BR": "nplurals=2; plural=(n > 1);",
    "pl": "nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);",
    "uk": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);",
    "ja": "nplurals=1; plural=0;",
    "zh-Hans": "nplurals=1; plural=0;",
    "ar": "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);",
}
_WORDING = {"say", "text", "marked", "_"}
_ERRORS = {
    name
    for name, each in vars(errors).items()
    if isinstance(each, type) and issubclass(each, errors.SatchelError)
}
_TEXT = r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
_SAID = re.compile(rf"(?<![\w.])_\(\s*{_TEXT}")
_COUNTED = re.compile(rf"(?<![\w.])n_\(\s*{_TEXT}\s*,\s*{_TEXT}")


class Sentence(NamedTuple):
    """A sentence of a page, and where it is said."""

    one: str
    many: str  #: "" for one that counts nothing
    place: str


def sentences() -> list[Sentence]:
    """All sentences that pages say, each once, in the order of the files."""
    found: dict[str, Sentence] = {}
    for path in sorted(WEB.glob("templates/**/*.html")):
        for sentence in _of_template(path.read_text("utf-8"), path.name):
            found.setdefault(sentence.one, sentence)
    for folder in _ERRORS_IN:
        for path in sorted((SATCHEL / folder).glob("**/*.py")):
            for sentence in _of_code(path.read_text("utf-8"), path.name):
                found.setdefault(sentence.one, sentence)
    return list(found.values())


def _of_template(text: str, place: str) -> Iterator[Sentence]:
    for match in _COUNTED.finditer(text):
        yield Sentence(ast.literal_eval(match[1]), ast.literal_eval(match[2]), place)
    for match in _SAID.finditer(text):
        yield Sentence(ast.literal_eval(match[1]), "", place)


def _of_code(text: str, place: str) -> Iterator[Sentence]:
    """The sentences that code gives to the functions of satchel/web/words.py, and to our errors."""
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        texts = [
            each.value for each in node.args if isinstance(each, ast.Constant) and isinstance(each.value, str)
        ]
        if name in _WORDING | _ERRORS and texts:
            yield Sentence(texts[0], "", place)
        elif name in ("count", "n_") and len(texts) > 1:
            yield Sentence(texts[0], texts[1], place)


def catalog(code: str) -> polib.POFile:
    """The file of that language as it is, or a new one."""
    path = TRANSLATIONS / f"{code}.po"
    if path.exists():
        return polib.pofile(str(path), wrapwidth=0)
    fresh = polib.POFile(wrapwidth=0)
    fresh.metadata = {
        "Language": code, "Content-Type": "text/plain; charset=UTF-8", "Content-Transfer-Encoding": "8bit",
        "MIME-Version": "1.0", "Plural-Forms": PLURALS[code],
    }  # fmt: skip
    return fresh


def renewed(old: polib.POFile, wanted: list[Sentence]) -> polib.POFile:
    """The file with just the sentences that are said now; what is translated already stays so."""
    fresh = polib.POFile(wrapwidth=0)
    fresh.metadata, fresh.header = old.metadata, old.header
    forms = int(re.findall(r"nplurals=(\d)", old.metadata["Plural-Forms"])[0])
    for sentence in wanted:
        known = old.find(sentence.one)
        entry = polib.POEntry(msgid=sentence.one, comment=sentence.place)
        if sentence.many:
            entry.msgid_plural = sentence.many
            kept = known.msgstr_plural if known else {}
            entry.msgstr_plural = {number: kept.get(number, "") for number in range(forms)}
        elif known:
            entry.msgstr = known.msgstr
        if known:
            entry.flags, entry.tcomment = known.flags, known.tcomment
        fresh.append(entry)
    return fresh


def _is_translated(entry: polib.POEntry) -> bool:
    return bool(entry.msgstr) or (bool(entry.msgstr_plural) and all(entry.msgstr_plural.values()))


def main() -> None:
    """Renew all files, and say how much of each is still to be translated."""
    parser = argparse.ArgumentParser(description="Bring the translations up to date.")
    parser.add_argument("codes", nargs="*", choices=[*PLURALS, []], help="languages to begin")
    parser.add_argument(
        "--to", type=Path, default=TRANSLATIONS, help="the folder into which they are written"
    )
    asked = parser.parse_args()
    wanted = sentences()
    codes = {*asked.codes, *(path.stem for path in TRANSLATIONS.glob("*.po"))}
    print(f"{len(wanted)} sentences")
    for code in sorted(codes):
        file = renewed(catalog(code), wanted)
        file.save(str(asked.to / f"{code}.po"))
        print(f"{code}: {sum(not _is_translated(entry) for entry in file)} to be translated")


if __name__ == "__main__":
    main()
