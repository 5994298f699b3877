"""Adds a golden page, or renews all: `python -m tests.pages.add NAME FILE URL`, `python -m tests.pages.add --renew`.

What extraction says now is written down as expected; read it before it is kept. Pages are
written by us, never taken from a site.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from satchel.pipeline.extract import extract
from tests.pages.trees import facts

HERE = Path(__file__).parent


def write(folder: Path, url: str) -> None:
    """Write down what extraction says about the source in a folder."""
    article = extract((folder / "source.html").read_bytes(), url)
    (folder / "expected.html").write_text(article.html + "\n", encoding="utf-8")
    expected = {"url": url, **facts(article)}
    (folder / "expected.json").write_text(
        json.dumps(expected, indent=2, ensure_ascii=False) + "\n", encoding="utf-8"
    )


def main(arguments: list[str]) -> int:
    if arguments == ["--renew"]:
        for known in sorted(HERE.glob("*/expected.json")):
            write(known.parent, json.loads(known.read_text(encoding="utf-8"))["url"])
        return 0
    if len(arguments) != 3:
        print(__doc__)
        return 2
    name, file, url = arguments
    folder = HERE / name
    folder.mkdir(exist_ok=True)
    (folder / "source.html").write_bytes(Path(file).read_bytes())
    write(folder, url)
    print((folder / "expected.html").read_text(encoding="utf-8"))
    print((folder / "expected.json").read_text(encoding="utf-8"))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
