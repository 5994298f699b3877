"""Kinds of setting: text in, a value out, or a ValueError that says what is wrong.

Reading is strict. A value that could be meant in two ways is refused, because a server
that starts with a misread setting is found out weeks later.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any, Generic, TypeVar
from urllib.parse import urlsplit

Network = IPv4Network | IPv6Network
T = TypeVar("T")

_POSTGRESQL = re.compile(
    r"(?P<scheme>postgres(?:ql)?://)"
    r"(?:(?P<user>[^@/:]*)(?P<password>:[^@/]*)?@)?"
    r"(?P<hosts>[^@/?]*)(?P<name>/[^@/?]*)?(?:\?(?P<query>.*))?"
)
_HOST = re.compile(r"(?:\[[0-9A-Fa-f:.]+\]|[^:\[\]]*)(?::[0-9]{0,5})?")
_BAD_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})|%00")
_SECRET_PARAMETER = re.compile(r"(?i)(?<![^&])([^&=]*(?:password|secret)[^&=]*=)[^&]*")


@dataclass(frozen=True)
class Kind(Generic[T]):
    """How the text of a setting becomes its value.

    `read` raises ValueError, with a reason or without. `words` complete the sentence
    "… is not …". `native` are the TOML types that may stand for the text. `mask` is how a
    secret is shown; without it nothing of a secret is shown.
    """

    read: Callable[[str], T]
    words: str
    native: tuple[type[Any], ...] = (str,)
    mask: Callable[[str], str] | None = None


@dataclass(frozen=True)
class Setting:
    """One entry of the table of all settings."""

    name: str  #: in satchel.toml and in `Settings`
    kind: Kind[Any]
    default: str  #: as one would write it
    meaning: str  #: one sentence
    secret: bool

    @property
    def environment(self) -> str:
        """Its name among the environment variables."""
        return "SATCHEL_" + self.name.upper()


def whole(least: int, most: int) -> Kind[int]:
    """A whole number from `least` to `most`, in ASCII digits."""

    def read(text: str) -> int:
        if not re.fullmatch(r"[0-9]{1,12}", text) or not least <= int(text) <= most:
            raise ValueError
        return int(text)

    return Kind(read, f"a whole number from {least} to {most}", native=(int,))


def seconds(least: float, most: float) -> Kind[float]:
    """Seconds from `least` to `most`, as 3 or 0.25; no exponents, no infinity."""

    def read(text: str) -> float:
        if not re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,9})?", text) or not least <= float(text) <= most:
            raise ValueError
        return float(text)

    return Kind(read, f"a number of seconds from {least:g} to {most:g}", native=(int, float))


def choice(*names: str) -> Kind[str]:
    """One of the names, exactly as written here."""

    def read(text: str) -> str:
        if text not in names:
            raise ValueError
        return text

    return Kind(read, "one of " + ", ".join(names))


def hexadecimal(size: int) -> Kind[str]:
    """`size` bytes as hex digits, or nothing."""

    def read(text: str) -> str:
        if text and not re.fullmatch(rf"[0-9a-fA-F]{{{2 * size}}}", text):
            raise ValueError
        return text.lower()

    return Kind(read, f"{2 * size} hex digits, as `openssl rand -hex {size}` prints them")


def folder() -> Kind[Path]:
    """The path of a folder that need not exist yet."""

    def read(text: str) -> Path:
        if not text.strip() or "\0" in text:
            raise ValueError
        if text.startswith("~"):
            raise ValueError("~ is not expanded here, write the whole path")
        return Path(text)

    return Kind(read, "the path of a folder")


def folder_or_none() -> Kind[Path | None]:
    """The path of a folder that need not exist yet, or nothing."""
    path = folder()

    def read(text: str) -> Path | None:
        return path.read(text) if text else None

    return Kind(read, path.words)


def networks(*, everyone: bool) -> Kind[tuple[Network, ...]]:
    """Addresses and networks in CIDR form, separated by commas; empty for none.

    Without `everyone` a network that holds every address is refused.
    """

    def one(text: str) -> Network:
        if not re.fullmatch(r"[0-9A-Fa-f:.]+(/[0-9]{1,3})?", text):
            raise ValueError(f"{text!r} is not a network")
        network = ip_network(text)
        if network.prefixlen == 0 and not everyone:
            raise ValueError(f"{text} would mean everyone")
        return network

    def read(text: str) -> tuple[Network, ...]:
        return tuple(one(part.strip()) for part in text.split(",")) if text.strip() else ()

    return Kind(read, "a list of networks like 10.0.0.0/8,fd00::/8", native=(str, list))


def web_address(*, slash: bool = False) -> Kind[str]:
    """An http or https address, or nothing. Kept as browsers write an origin: host in lower
    case, no port where it is the usual one, no slash at the end; unless `slash`, for what is compared letter by letter.
    """

    def read(text: str) -> str:
        if not text:
            return ""
        if not text.isascii() or re.search(r"[\x00-\x20\x7f\\]", text):
            raise ValueError("only ASCII without spaces; a name in other letters is written in its xn-- form")
        parts = urlsplit(text)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError
        if "@" in parts.netloc or "?" in text or "#" in text:
            raise ValueError("no user, query or fragment belongs in it")
        host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
        usual = {"http": 80, "https": 443}[parts.scheme]
        port = f":{parts.port}" if parts.port not in (None, usual) else ""
        return text if slash else f"{parts.scheme}://{host}{port}{parts.path.rstrip('/')}"

    return Kind(read, "an address like https://read.example.org")


def text() -> Kind[str]:
    """Up to 1,000 characters on one line."""

    def read(text: str) -> str:
        if len(text) > 1000 or not (text.isprintable() or not text):
            raise ValueError
        return text.strip()

    return Kind(read, "a text of one line")


def claim() -> Kind[str]:
    """A claim and the value that it must have, or nothing."""

    def read(text: str) -> str:
        name, sign, value = (part.strip() for part in text.partition("="))
        if text and not (name and sign and value):
            raise ValueError
        return f"{name}={value}" if text else ""

    return Kind(read, "a claim and its value, as groups=readers")


def keys() -> Kind[frozenset[str]]:
    """Consumer keys, separated by commas; empty for none."""

    def read(text: str) -> frozenset[str]:
        found = frozenset(part.strip() for part in text.split(",")) if text.strip() else frozenset()
        if not all(re.fullmatch(r"[\x21-\x2b\x2d-\x7e]{1,200}", each) for each in found):
            raise ValueError("a key has no spaces and no commas")
        return found

    return Kind(read, "a list of consumer keys, separated by commas", native=(str, list))


def header() -> Kind[str]:
    """The name of a header, in lower case, or nothing."""

    def read(text: str) -> str:
        if text and not re.fullmatch(r"[A-Za-z][A-Za-z0-9-]{0,63}", text):
            raise ValueError
        if text.lower() in ("authorization", "cookie", "host", "origin", "referer", "user-agent"):
            raise ValueError("browsers send this one themselves")
        return text.lower()

    return Kind(read, "the name of a header, as Remote-User")


def postgresql() -> Kind[str]:
    """The address of a PostgreSQL database, or nothing. Kept as it was written."""

    def read(text: str) -> str:
        if not text:
            return ""
        found = _POSTGRESQL.fullmatch(text)
        if not found or re.search(r"[\x00-\x20\x7f]", text):
            raise ValueError("in a name or password write @ as %40, / as %2F, : as %3A, a space as %20")
        if not all(_HOST.fullmatch(host) for host in found["hosts"].split(",")):
            raise ValueError("the host or its port cannot be read")
        if _BAD_ESCAPE.search(text):
            raise ValueError("a % must be written %25")
        return text

    return Kind(read, "an address like postgresql://user:password@host/database", mask=without_password)


def without_password(url: str) -> str:
    """A PostgreSQL address with *** for every password in it; only *** if it is no such address."""
    found = _POSTGRESQL.fullmatch(url)
    if not found:
        return "***" if url else ""
    user = found["user"]
    login = "" if user is None else user + (":***" if found["password"] else "") + "@"
    query = "" if found["query"] is None else "?" + _SECRET_PARAMETER.sub(r"\1***", found["query"])
    return found["scheme"] + login + found["hosts"] + (found["name"] or "") + query
