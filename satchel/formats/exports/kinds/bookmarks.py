"""Bookmarks in the form that Netscape began, written so that every browser and every bookmark service reads them.

Chromium reads it line by line: an element a line, names in capitals, five escapes and no others.
"""

from __future__ import annotations

from collections.abc import Sequence

from satchel.formats.exports.cells import one_line
from satchel.formats.exports.writing import Format, Sequenced, Writer
from satchel.model.exports import Leaving
from satchel.model.items import State
from satchel.model.library_file import Shelf

_HEAD = """\
<!DOCTYPE NETSCAPE-Bookmark-file-1>
<!-- This is an automatically generated file.
     It will be read and overwritten.
     DO NOT EDIT! -->
<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=UTF-8">
<TITLE>Bookmarks</TITLE>
<H1>Bookmarks</H1>
<DL><p>
"""
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})


def _text(text: str) -> str:
    return one_line(text).translate(_ESCAPES)


def _address(url: str) -> str:
    return url.replace("\\", "%5C").translate(_ESCAPES)


class _Netscape(Writer):
    def __init__(self) -> None:
        self._folder = ""

    def begin(self, shelf: Shelf) -> bytes:
        return _HEAD.encode()

    def add(self, some: Sequence[Leaving]) -> bytes:
        return "".join(self._one(each) for each in some if each.item.given_url).encode()

    def _one(self, leaving: Leaving) -> str:
        turn = ""
        if leaving.folder != self._folder:
            turn = self._closed()
            self._folder = leaving.folder
            if leaving.folder:
                turn += f"    <DT><H3>{_text(leaving.folder)}</H3>\n    <DL><p>\n"
        indent = "        " if self._folder else "    "
        return turn + "".join(f"{indent}{line}\n" for line in _lines(leaving))

    def _closed(self) -> str:
        return "    </DL><p>\n" if self._folder else ""

    def end(self) -> bytes:
        return f"{self._closed()}</DL><p>\n".encode()


def _lines(leaving: Leaving) -> list[str]:
    item = leaving.item
    read = item.state == State.ARCHIVED
    named = f' TAGS="{_text(",".join(item.tags))}"' if item.tags else ""
    liked = ' DATA-IMPORTANT="true"' if item.favourite else ""
    line = (
        f'<DT><A HREF="{_address(item.given_url)}" ADD_DATE="{item.added_at // 1000}" TOREAD="{0 if read else 1}"'
        f' PRIVATE="1"{named}{liked}>{_text(item.title)}</A>'
    )
    return [line, f"<DD>{_text(item.description)}"] if item.description.strip() else [line]


NETSCAPE = Format(
    "netscape", ".html", "text/html; charset=utf-8", _Netscape, order=Sequenced.BY_FOLDER
)  # fmt: skip
