"""Names of files in archives: they stand in every row, so none is endless."""

from __future__ import annotations

from pathlib import Path

from satchel.formats.imports import recognising
from tests.formats.imports.files import zipped
from tests.library.bringing import pocket_csv

ROWS = [("The village oven", "https://hearth.example/oven", 1_500_000_000, "", "unread")]


def test_a_file_with_an_endless_name_is_left_out_and_told(tmp_path: Path) -> None:
    path = tmp_path / "many.zip"
    path.write_bytes(zipped({"a/" * 15_000 + "list.csv": pocket_csv(ROWS), "good.csv": pocket_csv(ROWS)}))
    found = recognising.recognise(path)
    assert [part.members for part in found.parts] == [("good.csv",)]
    ((name, why),) = found.ignored
    assert (len(name), why) == (recognising.MAX_NAME_CHARACTERS, "Its name is too long.")
