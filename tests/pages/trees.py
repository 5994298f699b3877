"""Reader HTML compared as trees: what a reader sees counts, white space between tags does not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
from lxml import etree, html

from satchel.model.articles import Article
from satchel.pipeline.extract import extract

LEFT_OUT = ("html", "text", "log")  #: not in expected.json: the first has a file of its own


def read(folder: Path, given: dict[str, Any]) -> Article:
    """The article in the source of a folder, which came from `given["url"]`, as `given["type"]` if that is there."""
    source = next(folder.glob("source.*"))
    return extract(source.read_bytes(), given["url"], media_type=given.get("type", ""))


def outline(fragment: str) -> list[str]:
    """One line for every element and text of a fragment, indented by depth."""
    root = html.fragment_fromstring(fragment or "", create_parent="body")
    lines: list[str] = []
    _write(root, 0, lines)
    return lines


def _write(element: etree._Element, depth: int, lines: list[str]) -> None:
    attributes = "".join(f' {name}="{element.get(name)}"' for name in sorted(map(str, element.attrib)))
    lines.append(f"{'  ' * depth}<{element.tag}{attributes}>")
    _text(element.text, depth + 1, lines, keep=element.tag in ("pre", "code"))
    for child in element:
        _write(child, depth + 1, lines)
        _text(child.tail, depth + 1, lines, keep=element.tag in ("pre", "code"))


def _text(text: str | None, depth: int, lines: list[str], *, keep: bool) -> None:
    if text and text.strip():
        lines.append(f"{'  ' * depth}{text if keep else ' '.join(text.split())}")


def without_captions(lines: list[str]) -> list[str]:
    """An outline without what stands in captions: the text of an article leaves them out."""
    kept: list[str] = []
    depth: int | None = None
    for line in lines:
        here = len(line) - len(line.lstrip())
        if depth is not None and here > depth:
            continue
        depth = here if line.lstrip().startswith("<figcaption") else None
        kept.append(line)
    return kept


def facts(article: Article) -> dict[str, Any]:
    """Everything about an article but its HTML and text, as JSON would say it."""
    values = msgspec.json.decode(msgspec.json.encode(article))
    return {name: value for name, value in sorted(values.items()) if name not in LEFT_OUT}
