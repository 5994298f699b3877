"""How well extraction reads pages of which the truth is known: `python -m bench.extraction_scores FOLDER`.

The folder holds `cases.jsonl.gz`, a line for each page: `set`, `id`, `url`, `path` and `gt` with what is true of it
(`text`, or strings `with` and `without`; `title`, `authors`, `date`; `type`). For each set and each type of page it
prints the share of four-word runs that text and truth have in common, how many titles, authors and days are right, and
how many pages without a writer were given none. With `--keep FILE` the score of each page is written down; with
`--against FILE` the pages that changed are named.
A rule is kept if it gains on pages that it was made for and loses nothing on pages that nobody has looked at.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
import time
import unicodedata
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path
from typing import Any

from bench.extraction_target import extract

RUN = 4  #: words
CHANGED = 0.02  #: a page of which a mark moves by so much is named
_WORD = re.compile(r"\w+")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_EASTERN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")

Scores = dict[str, dict[str, float]]


def words(text: str) -> list[str]:
    """Words in small letters; each letter of a script without gaps is one."""
    found: list[str] = []
    for word in _WORD.findall(unicodedata.normalize("NFKC", text).lower()):
        found += word if _EASTERN.search(word) else [word]
    return found


def runs(text: str) -> Counter[tuple[str, ...]]:
    """All runs of four words in a text."""
    said = words(text)
    return Counter(tuple(said[at : at + RUN]) for at in range(max(1, len(said) - RUN + 1)))


def alike(one: str, other: str) -> float:
    """How much two texts have in common: F1 over runs of four words, 0 to 1."""
    have, want = runs(one), runs(other)
    return 2 * (have & want).total() / max(1, have.total() + want.total())


def score(answer: dict[str, Any], truth: dict[str, Any]) -> dict[str, float]:
    """The marks of one page, each from 0 to 1; only those of which the truth speaks."""
    marks: dict[str, float] = {}
    text = answer["text"]
    if truth.get("text"):
        marks["text"] = alike(text, truth["text"])
    elif truth.get("with"):
        flat = " ".join(words(text))
        held = [" ".join(words(one)) in flat for one in truth["with"]]
        held += [" ".join(words(one)) not in flat for one in truth.get("without") or []]
        marks["strings"] = sum(held) / len(held)
    if truth.get("title"):
        marks["title"] = float(words(answer["title"]) == words(truth["title"]))
    if truth.get("authors"):
        have, want = ({" ".join(words(name)) for name in one["authors"]} for one in (answer, truth))
        marks["authors"] = 2 * len(have & want) / max(1, len(have) + len(want))
    elif "authors" in truth and truth.get("title"):
        marks["nobody"] = float(not answer["authors"])
    if _DAY.match(str(truth.get("date") or "")):
        marks["days"] = float(is_same_day(answer["date"], truth["date"][:10]))
    return marks


def is_same_day(told: str | None, true: str) -> bool:
    """True for two days that are the same, give or take one for the zone; both as `2024-03-05`."""
    return told is not None and abs((date.fromisoformat(told) - date.fromisoformat(true)).days) <= 1


def measured(folder: Path) -> tuple[Scores, dict[str, list[str]], float]:
    """The marks of every page by its name, the names by set and type, and milliseconds of CPU a page."""
    marks: Scores = {}
    groups: dict[str, list[str]] = defaultdict(list)
    spent = 0.0
    with gzip.open(folder / "cases.jsonl.gz", "rt", encoding="utf-8") as lines:
        for case in map(json.loads, lines):
            path = folder / case["path"]
            body = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
            begun = time.process_time()
            answer = extract(body, case["url"])
            spent += time.process_time() - begun
            name = f"{case['set']} {case['id']}"
            marks[name] = score(answer, case["gt"])
            for group in (case["set"], f"{case['set']} {case['gt'].get('type') or ''}".strip()):
                if name not in groups[group][-1:]:
                    groups[group].append(name)
    return marks, groups, 1000 * spent / max(1, len(marks))


def main() -> int:
    """Print the means, and what changed against an earlier measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--against", type=Path)
    asked = parser.parse_args()
    marks, groups, cost = measured(asked.folder)
    before: Scores = json.loads(asked.against.read_text()) if asked.against else {}
    for group, names in sorted(groups.items()):
        print(f"{group:24} {len(names):5}", *(_mean(kind, names, marks, before) for kind in _KINDS))
    print(f"{len(marks)} pages, {cost:.1f} ms of CPU each")
    for name, own in marks.items():
        for kind, mark in own.items():
            moved = mark - before.get(name, own).get(kind, mark)
            if abs(moved) >= CHANGED:
                print(f"  {kind} {moved:+.3f} {name}")
    if asked.keep:
        asked.keep.write_text(json.dumps(marks))
    return 0


_KINDS = ("text", "strings", "title", "authors", "nobody", "days")


def _mean(kind: str, names: list[str], marks: Scores, before: Scores) -> str:
    held = [name for name in names if kind in marks[name]]
    if not held:
        return " " * 24
    mean = sum(marks[name][kind] for name in held) / len(held)
    old = [before[name][kind] for name in held if kind in before.get(name, {})]
    moved = f"({mean - sum(old) / len(old):+.4f})" if len(old) == len(held) else ""
    return f"{kind} {mean:.4f} {moved:9}".ljust(24)


if __name__ == "__main__":
    sys.exit(main())
