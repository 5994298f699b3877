"""What readers of files say can be translated, all of it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import satchel
from satchel.formats.imports import registry
from satchel.formats.imports.row import Reason
from satchel.formats.imports.saying import english, of_member, say
from satchel.web import import_account
from satchel.web.import_sentences import KINDS, QUESTIONS, SENTENCES, kind, said

_PACKAGE = Path(satchel.__file__).parent
#: Where sentences are said that come into accounts and onto pages.
_FILES = (
    *sorted((_PACKAGE / "formats" / "imports").rglob("*.py")),
    _PACKAGE / "jobs" / "import_files" / "bodies.py",
    _PACKAGE / "jobs" / "import_files" / "frames.py",
    _PACKAGE / "jobs" / "importing.py",
    _PACKAGE / "library" / "incoming.py",
)


def _docstrings(tree: ast.Module) -> set[str]:
    owners = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Module)
    return {ast.get_docstring(node, clean=False) or "" for node in ast.walk(tree) if isinstance(node, owners)}


def _sentences(file: Path) -> Iterator[str]:
    tree = ast.parse(file.read_text("utf-8"))
    explained = _docstrings(tree)
    for each in ast.walk(tree):
        text = each.value if isinstance(each, ast.Constant) else ""
        if not isinstance(text, str) or text in explained or " " not in text:
            continue
        if text[:1].isupper() and (text.endswith((".", ":")) or "%(" in text):
            yield text


def test_every_sentence_of_a_reader_is_known_to_the_translators() -> None:
    known = SENTENCES | {reason.sentence for reason in Reason}
    found = {f"{file.name}: {text}" for file in _FILES for text in _sentences(file) if text not in known}
    assert found == set()


def test_no_sentence_waits_for_a_translation_that_nobody_says() -> None:
    spoken = {text for file in _FILES for text in _sentences(file)}
    assert spoken >= SENTENCES


def test_reasons_are_said_on_pages_as_they_are_on_the_command_line() -> None:
    assert {reason: import_account.why(reason) for reason in Reason} == {
        reason: reason.sentence for reason in Reason
    }


def test_every_kind_and_question_is_known_to_the_translators() -> None:
    titles = {each.title for each in registry.kinds().values()}
    worded = {
        title for title in titles if any(word[:1].islower() or word[:1] == "(" for word in title.split()[1:])
    }
    assert worded - KINDS == set()
    assert titles >= KINDS
    choices = {choice for each in registry.kinds().values() for choice in each.choices}
    words = {choice.question for choice in choices} | {
        text for choice in choices for _, text in choice.options
    }
    assert words == QUESTIONS


def test_values_are_put_in_wherever_a_sentence_is_said() -> None:
    packed = say("Its link begins with %(scheme)s:", scheme="java\x1fscript=%(x)s\n")
    assert english(packed) == said(packed) == "Its link begins with java script=%(x)s :"
    assert said(of_member("a/b.csv", packed)) == "a/b.csv: Its link begins with java script=%(x)s :"


def test_what_older_versions_kept_is_shown_as_it_is() -> None:
    assert said("100 % of it: %(name)s") == "100 % of it: %(name)s"
    assert kind("Pocket, Text with links") == "Pocket, Text with links"
