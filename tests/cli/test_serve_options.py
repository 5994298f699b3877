"""What the two commands that stay can be told, and what they say to everything else."""

from __future__ import annotations

import pytest

from satchel.serving.options import Serve, serve_options
from tests.cli.conftest import Command


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ([], Serve("127.0.0.1", 8080, True)),
        (["--host", "0.0.0.0", "--port=80"], Serve("0.0.0.0", 80, True)),
        (["--no-worker", "--port", "0"], Serve("127.0.0.1", 0, False)),
    ],
)
def test_serve_is_told_where_to_listen_and_whether_to_work(words: list[str], meant: Serve) -> None:
    assert serve_options(words) == meant


@pytest.mark.parametrize(
    "words",
    [
        "--port",
        "--port eighty",
        "--port ٣",
        "--port 99999999999",
        "--host --port",
        "--host=",
        "--por 80",
        "here",
    ],
)
def test_a_serve_that_is_written_wrongly_is_told_in_one_sentence(satchel: Command, words: str) -> None:
    said = satchel("serve", *words.split())
    assert (said.status, said.out) == (2, "")
    assert said.err.endswith(". Help: satchel serve --help\n")
    assert said.err.count("\n") == 1


@pytest.mark.parametrize("command", ["serve", "worker"])
def test_the_commands_that_stay_have_help_and_stand_in_the_list(satchel: Command, command: str) -> None:
    told = satchel(command, "--help")
    assert (told.status, told.err) == (0, "")
    assert told.out.startswith(f"usage: satchel {command} [-h]")
    assert f" {command} " in satchel("--help").out
