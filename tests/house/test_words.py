"""Words that stay in their rooms, and words that stay outside."""

from __future__ import annotations

import re
import subprocess

import pytest

from tests.house.sources import PACKAGE, ROOT, functions, modules, name, texts, tree

_SQL = re.compile(
    r"\b(SELECT\s.+\sFROM|INSERT\s+INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM|CREATE\s+(TABLE|INDEX)|PRAGMA|BEGIN"
    r" IMMEDIATE)\b",
    re.DOTALL,
)
_DIALECTS = re.compile("pocket|instapaper|kobo|koreader", re.IGNORECASE)
_OF_PERSONS = re.compile(
    r"\b(?:FROM|JOIN|INTO|UPDATE)\s+(shelves|folders|items|bodies|addresses|item_tags|highlights|feeds)\b"
)
#: Statements on what people own that rightly name no user.
_FOR_ALL = {
    ("feeds.py", "owner"): "finds out whose feeds a secret opens",
    ("users.py", "sizes"): "counts for the server's owner, without texts",
    ("user_counters.py", "sizes"): "counts for the server's owner, without texts",
    ("user_counters.py", "owners"): "looks for lists of nobody, for the server's owner",
    ("text_index_sqlite.py", "_behind"): "finds out whose things the search index lacks",
    ("text_index_postgres.py", "_behind"): "finds out whose things the search index lacks",
    ("text_index_postgres.py", "_everyone"): "finds out whose search index there is",
    ("backfill.py", "fill_sizes"): "finds out whose texts are to be counted, when the program is updated",
    ("backfill.py", "fill_people"): "finds out whose things are to be filled, when the program is updated",
}


def test_sql_is_spoken_in_the_store_only() -> None:
    found = [
        f"{name(path)}: {text[:60]!r}"
        for path in modules()
        if PACKAGE / "store" not in path.parents
        for text in texts(tree(path))
        if _SQL.search(text)
    ]
    assert found == []


def test_no_dialects_word_is_known_below_the_dialects() -> None:
    """But where files of other programs are read, and written: there the names are those of files."""
    files = [
        path
        for floor in ("library", "store", "pipeline", "model", "base", "jobs", "formats")
        for path in (PACKAGE / floor).rglob("*")
        if not {PACKAGE / "formats" / "imports", PACKAGE / "formats" / "exports"} & {*path.parents}
    ]
    found = [
        f"{name(path)}:{number}: {line.strip()}"
        for path in files
        if path.suffix in (".py", ".sql", ".md", ".toml")
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if _DIALECTS.search(line)
    ]
    assert found == []


def test_every_statement_on_what_people_own_names_its_person() -> None:
    found = []
    for path in modules("store"):
        for function in functions(tree(path)):
            for text in texts(function):
                owned = _OF_PERSONS.search(text)
                if (
                    owned
                    and ":user" not in text
                    and "{where}" not in text
                    and (path.name, function.name) not in _FOR_ALL
                ):
                    found.append(f"{name(path)}: {function.name}: {' '.join(text.split())[:80]}")
    assert found == []


def test_the_exceptions_are_still_there() -> None:
    there = {(path.name, function.name) for path in modules("store") for function in functions(tree(path))}
    assert _FOR_ALL.keys() <= there


def test_values_are_bound_and_never_written_into_a_statement() -> None:
    """Only names of constants, calls of our own, and what stands ready may be put into SQL text."""
    plain = re.compile(r"\{((\w+\.)?_?[A-Z_]+(\[[\w.]+\])?|_?[a-z_]+|tx\.(skip_locked|ids|texts|aside))\}")
    found = []
    for path in modules("store"):
        for text in texts(tree(path)):
            if _SQL.search(text):
                found += [
                    f"{name(path)}: {part}"
                    for part in re.findall(r"\{.*?\}", text)
                    if not plain.fullmatch(part)
                ]
    assert found == []


def _repository() -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode != 0:
        pytest.skip("not a clone of the repository")
    return listed.stdout.splitlines()


def test_the_repository_speaks_of_nothing_that_a_clone_does_not_have() -> None:
    places = (
        "/" + "work/",
        ".." + "/shared",
        "py" + "pi.org",
        "python" + "hosted",
        "registry" + ".npm",
        "proxy." + "golang",
    )
    found = []
    for listed in _repository():
        path = ROOT / listed
        if not path.is_file() or path.suffix in (".png", ".woff2", ".jpg", ".ico", ".pdf", ".gz"):
            continue
        text = path.read_text("utf-8", "replace")
        found += [
            f"{listed}: {place}" for place in places if re.search(rf"(?<![\w.-]){re.escape(place)}", text)
        ]
    assert found == []
