"""Lines to paste into a terminal, one for each API."""

from __future__ import annotations

import json
import shlex
from typing import NamedTuple

from satchel.web.words import marked

#: A page to try with that will still be there.
PAGE = "https://en.wikipedia.org/wiki/Satchel"


class Example(NamedTuple):
    """One protocol, tried from a shell."""

    title: str
    what: str
    command: str


def examples(server: str, user: str, consumer_key: str, access_token: str) -> list[Example]:
    """Commands that save a page through each API of `server`. All values are quoted for a shell."""
    return [
        Example(
            "Pocket",
            marked("For apps made for Pocket. They use this server instead of Pocket’s."),
            _lines(
                ["curl", f"{server}/v3/add"],
                ["-d", f"consumer_key={consumer_key}"],
                ["-d", f"access_token={access_token}"],
                ["--data-urlencode", f"url={PAGE}"],
            ),
        ),
        Example(
            "Open Pocket",
            marked("For apps made for Open Pocket. They send the same key and token as JSON."),
            _lines(
                ["curl", f"{server}/v1/send"],
                ["-H", "Content-Type: application/json"],
                ["-d", _actions(consumer_key, access_token)],
            ),
        ),
        Example(
            "Instapaper",
            marked(
                "For feed readers and bookmarklets. They use your name and password; curl asks for the password."
            ),
            _simple(server, user),
        ),
    ]


def _actions(consumer_key: str, access_token: str) -> str:
    """A body of JSON in lines that are short enough to be read."""
    fields = {
        "consumer_key": consumer_key,
        "access_token": access_token,
        "actions": [{"action": "add", "url": PAGE}],
    }
    return (
        "{" + ",\n  ".join(f"{json.dumps(key)}: {json.dumps(value)}" for key, value in fields.items()) + "}"
    )


def _simple(server: str, user: str) -> str:
    url = ["--data-urlencode", f"url={PAGE}"]
    if ":" not in user:
        return _lines(["curl", f"{server}/api/add"], ["-u", user], url)
    # A colon ends the name in HTTP Basic, so it goes into the form instead.
    asked = '"password=$(read -rsp \'Password: \' word && printf %s "$word")"'
    name = ["--data-urlencode", f"username={user}"]
    return f"{_lines(['curl', f'{server}/api/add'], name, url)} \\\n  --data-urlencode {asked}"


def _lines(*parts: list[str]) -> str:
    return " \\\n  ".join(shlex.join(part) for part in parts)
