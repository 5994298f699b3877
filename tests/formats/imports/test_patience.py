"""Files that were made to take long: none takes the square of its length."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path

import pytest

from satchel.formats.imports.refusing import RefusedFile
from tests.formats.imports.files import imported

_HTML = '<!DOCTYPE NETSCAPE-Bookmark-file-1><DL><DT><A HREF="https://a.example/">A</A>'
_SIZE = 200_000
FILES = {
    "signs": _HTML + "<" * _SIZE,
    "tags without an end": _HTML + "<b x" * (_SIZE // 4),
    "links without an end": _HTML + "<a x" * (_SIZE // 40),
    "comments without an end": _HTML + "<!-- >" * (_SIZE // 6),
    "quotes in a list of tags": 'url,state,labels,saved_at\nhttps://a.example/,,"[' + "'" * _SIZE + '",\n',
    "a list of tags": "url,state,labels,saved_at\nhttps://a.example/,,[" + "a " * _SIZE + ",\n",
    "blanks in a text": "https://a.example/ " + " " * _SIZE + "x\n",
    "blanks in an address": 'title,url\nA,"https://a.example/\n' + " " * 30_000 + 'x"\n',
    "a heading": "# " + "# " * _SIZE + "\nhttps://a.example/\n",
    "brackets in a text": "[" * _SIZE + "](https://a.example/)\n",
    "lines in a JSON text": '[{"url":"https://a.example/","title":"' + "\n" * _SIZE + '"}]',
    "marks in Markdown": "---\nsource: https://a.example/\n---\n" + "==a " * (_SIZE // 4),
    "brackets in a name": "---\nsource: https://a.example/\nauthor: " + "[[" * 50_000 + "\n---\n",
    "open CDATA": "<en-export><note><source-url>https://a.example/</source-url></note>"
    + "<![CDATA[" * (_SIZE // 9),
    "open notes": "<en-export><note><source-url>https://a.example/</source-url></note>" + "<note>" * 3_000,
    "quotes in a table": "title,url\nA,https://a.example/\n" + '"\n' * (_SIZE // 20),
}


@pytest.mark.parametrize("name", FILES)
def test_no_file_takes_long(tmp_path: Path, name: str) -> None:
    begun = time.process_time()
    with suppress(RefusedFile):
        imported(tmp_path, FILES[name])
    assert time.process_time() - begun < 20  # of the processor; the square of the length would take minutes
