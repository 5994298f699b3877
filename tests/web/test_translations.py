"""Each translation has every sentence of our pages, with what they need in them."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest

from satchel.web import languages
from satchel.web.catalogs import catalog

ROOT = Path(__file__).resolve().parents[2]
TRANSLATIONS = ROOT / "satchel" / "web" / "translations"
FILES = sorted(TRANSLATIONS.glob("*.po"))
_PLACE = re.compile(r"%\(\w+\)s")
_TAG = re.compile(r"<[^>]*>")


def test_every_file_is_offered_and_every_language_has_a_file() -> None:
    assert {language.code for language in languages.TRANSLATED} == {file.stem for file in FILES}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_translation_has_all_sentences_and_no_others(file: Path, tmp_path: Path) -> None:
    before = file.read_bytes()
    done = subprocess.run(
        [sys.executable, ROOT / "scripts" / "words.py", "--to", tmp_path],
        cwd=ROOT,
        check=False,
        capture_output=True,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert (tmp_path / file.name).read_bytes() == before, "run: make words"
    found = polib.pofile(str(file))
    assert [
        each.msgid for each in found if not (each.msgstr or all(each.msgstr_plural.values() or [""]))
    ] == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_translation_puts_the_same_things_into_its_sentences(file: Path) -> None:
    for entry in polib.pofile(str(file)):
        for text in [entry.msgstr] if entry.msgstr else entry.msgstr_plural.values():
            # One and two may be said in a word, without the number.
            counted = {"%(n)s", "%(words)s"} if entry.msgid_plural else set()
            source = entry.msgid_plural or entry.msgid
            assert set(_PLACE.findall(text)) | counted == set(_PLACE.findall(source)) | counted, text
            assert Counter(_TAG.findall(text)) == Counter(_TAG.findall(source)), text


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_translation_has_a_sentence_for_every_number(file: Path) -> None:
    found = catalog(file.stem)
    assert found.counted
    for one, forms in found.counted.items():
        for n in [*range(130), 1000, 1_000_000]:
            assert forms[found.form(n)], (one, n)


def test_nothing_is_translated_before_a_page_is_made() -> None:
    """What a module says when it is loaded stays English for everybody; its tables are of `marked` sentences."""
    found = []
    for path in sorted((ROOT / "satchel" / "web").glob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        for statement in tree.body:
            if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                continue
            found += [f"{path.name}:{line}" for line in _said_at_once(statement)]
    assert found == []


def _said_at_once(node: ast.AST) -> Iterator[int]:
    if isinstance(node, ast.Lambda):
        return
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("_", "n_", "say", "count", "text"):
        yield node.lineno
    for inner in ast.iter_child_nodes(node):
        yield from _said_at_once(inner)
