"""The transcripts beside this file."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.wire.server import Wire
from tests.wire.transcript import play

FILES = sorted(Path(__file__).parent.glob("*.http"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_server_answers_as_the_transcript_says(wire: Wire, file: Path) -> None:
    play(wire, file, **wire.credentials())
