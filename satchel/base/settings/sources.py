"""Where settings are written: satchel.toml, SATCHEL_* and the files that SATCHEL_*_FILE name.

Everything wrong becomes a sentence in `problems`; nothing is raised, so that an owner
learns of all mistakes at once.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from satchel.base.settings.types import Setting

PREFIX = "SATCHEL_"
CONFIG = "SATCHEL_CONFIG"  #: names the TOML file; not a setting itself
_FILE = "_FILE"
_MAX_FILE_BYTES = 65_536  #: bytes read of a SATCHEL_*_FILE, so that /dev/zero ends

# Container systems announce neighbouring services in names made from ours.
_ANNOUNCED = re.compile(
    r"SATCHEL_(\w+_)?(SERVICE_HOST|SERVICE_PORT(_\w+)?|PORT_\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)"
)
_ELSEWHERE = {
    "host": "The address to listen on is an option: satchel serve --host.",
    "port": "The port is an option: satchel serve --port.",
}


class Given(NamedTuple):
    """A value as somebody wrote it."""

    name: str
    source: str  #: the file or the variable
    where: str  #: how a message begins
    text: str
    hidden: bool  #: the text must not be repeated in a message


def from_toml(
    settings: Iterable[Setting], environ: Mapping[str, str], folder: Path, problems: list[str]
) -> list[Given]:
    """What stands in the file that SATCHEL_CONFIG names, or else in satchel.toml if there is one."""
    label = environ.get(CONFIG, "satchel.toml")
    path = folder / label
    if CONFIG not in environ and not os.path.lexists(path):
        return []
    import tomllib  # here: a server that is set by its environment alone has no use for it

    try:
        found = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        problems.append(f"{label}: cannot be read: {error.strerror}.")
        return []
    except ValueError as error:
        reason = "it is not UTF-8 text" if isinstance(error, UnicodeError) else str(error)
        problems.append(f"{label}: this is not TOML: {reason}.")
        return []
    declared = {setting.name: setting for setting in settings}
    given = []
    for name, value in found.items():
        where = f"{label}: {_plain(name)}"
        if name not in declared:
            problems.append(_unknown(where, name, declared))
            continue
        text = _text(value, declared[name].kind.native)
        if text is None:
            problems.append(f"{where}: this is not {declared[name].kind.words}.")
        else:
            given.append(Given(name, label, where, text, declared[name].secret))
    return given


def _text(value: object, native: tuple[type[Any], ...]) -> str | None:
    """A TOML value as one would write it in the environment; None if it is of the wrong type."""
    if type(value) not in native:
        return None
    if isinstance(value, list):
        return ",".join(value) if all(isinstance(part, str) and part for part in value) else None
    return str(value)


def from_environment(
    settings: Iterable[Setting], environ: Mapping[str, str], folder: Path, problems: list[str]
) -> list[Given]:
    """What SATCHEL_* variables say, and the files that SATCHEL_*_FILE name."""
    names = {setting.environment: setting for setting in settings}
    files = {name + _FILE: name for name in names}
    given = []
    for name in sorted(each for each in environ if each.startswith(PREFIX) and each != CONFIG):
        if name in names:
            given.append(Given(names[name].name, name, name, environ[name], names[name].secret))
        elif name in files:
            if files[name] in environ:
                problems.append(f"{name}: {files[name]} is set as well; set one of them.")
            text = _content(name, folder / environ[name], problems)
            if text is not None:
                given.append(Given(names[files[name]].name, name, name, text, True))
        elif not _announced(name, environ[name]):
            problems.append(_unknown(_plain(name), name, [*names, *files, CONFIG]))
    return given


def _announced(name: str, value: str) -> bool:
    """Whether a container system put this name here, for a service that is called like us."""
    return bool(_ANNOUNCED.fullmatch(name)) or (name.endswith("_PORT") and "://" in value)


def _content(name: str, path: Path, problems: list[str]) -> str | None:
    try:
        with path.open("rb") as file:
            content = file.read(_MAX_FILE_BYTES + 1)
        if len(content) > _MAX_FILE_BYTES:
            problems.append(f"{name}: the file is larger than {_MAX_FILE_BYTES} bytes.")
            return None
        return content.decode("utf-8").removesuffix("\n").removesuffix("\r")
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        problems.append(f"{name}: the file cannot be read: {reason}.")
        return None


def _unknown(where: str, name: str, known: Iterable[str]) -> str:
    sentence = f"{where}: there is no such setting."
    word = name.removeprefix(PREFIX)
    if word.lower() in _ELSEWHERE:
        return f"{sentence} {_ELSEWHERE[word.lower()]}"
    import difflib  # for who made a mistake only

    words = {each.removeprefix(PREFIX).lower(): each for each in known}
    close = difflib.get_close_matches(word.lower(), words, n=1)
    return f"{sentence} Did you mean {words[close[0]]}?" if close else sentence


def _plain(name: str) -> str:
    return name if name.isprintable() else repr(name)
