"""Adds a golden page, or renews all: `python -m tests.pages.add NAME FILE URL [TYPE]` and `... --renew`.

TYPE is the media type, where the server declared another one than text/html. What extraction
says now is written down as expected; read it before it is kept. Pages are
written by us, never taken from a site.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from tests.pages.trees import facts, read

HERE = Path(__file__).parent


def write(folder: Path, url: str, media_type: str) -> None:
    """Write down what extraction says about the source in a folder."""
    given = {"url": url, "type": media_type} if media_type else {"url": url}
    article = read(folder, given)
    (folder / "expected.html").write_text(article.html + "\n", encoding="utf-8")
    expected = {**given, **facts(article)}
    (folder / "expected.json").write_text(
        json.dumps(expected, indent=2, ensure_ascii=False) + "\n", encoding="utf-8"
    )


def main(arguments: list[str]) -> int:
    if arguments == ["--renew"]:
        for known in sorted(HERE.glob("*/expected.json")):
            given = json.loads(known.read_text(encoding="utf-8"))
            write(known.parent, given["url"], given.get("type", ""))
        return 0
    if len(arguments) not in (3, 4):
        print(__doc__)
        return 2
    name, file, url, media_type = [*arguments, ""][:4]
    folder = HERE / name
    folder.mkdir(exist_ok=True)
    suffix = Path(file).suffix if media_type else ".html"
    (folder / f"source{suffix}").write_bytes(Path(file).read_bytes())
    write(folder, url, media_type)
    print((folder / "expected.html").read_text(encoding="utf-8"))
    print((folder / "expected.json").read_text(encoding="utf-8"))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
