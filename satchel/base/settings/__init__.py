"""What an owner can set, and the only place that reads it.

`Settings` is the one declaration: fields, environment names, names in satchel.toml, the
table that the manual is checked against and what `satchel config` shows follow from it.
Defaults < satchel.toml < SATCHEL_* < SATCHEL_*_FILE (the content of a file).
"""

# ruff: noqa: RUF009 - the calls in the class below make dataclass fields.

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from satchel.base.sealing import KEY_BYTES
from satchel.base.settings import types
from satchel.base.settings.sources import Given, from_environment, from_toml
from satchel.base.settings.types import Kind, Network, Setting

T = TypeVar("T")


class BadSettings(Exception):
    """The settings cannot be used. `problems` has one sentence for everything that is wrong."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def _setting(kind: Kind[T], default: str, meaning: str, *, secret: bool = False) -> T:
    """Declare a field of `Settings`. The default goes through the same reading as any value."""
    entry = Setting("", kind, default, meaning, secret)
    return field(default=kind.read(default), repr=not secret, metadata={"setting": entry})


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Everything that is set, read and judged. Made by `load`, or by hand in tests."""

    data: Path = _setting(
        types.folder(),
        "./satchel-data",
        "Folder of the SQLite database and all files; only its owner can read it.",
    )
    database_url: str = _setting(
        types.postgresql(),
        "",
        "The PostgreSQL database to use; if empty, SQLite in the data folder.",
        secret=True,
    )
    public_url: str = _setting(
        types.web_address(),
        "",
        "The address that people use. With https, cookies are secure, HSTS is on, and passwords and tokens "
        "sent over plain HTTP are refused.",
    )
    trusted_proxies: tuple[Network, ...] = _setting(
        types.networks(everyone=False),
        "",
        "Proxies whose X-Forwarded-For and X-Forwarded-Proto count; those of others are ignored, and so are words "
        "there that are no network address.",
    )
    add_wait: float = _setting(
        types.seconds(0, 60), "5", "Seconds that a save waits for its page before it answers; 0 never waits."
    )
    user_limit: int = _setting(
        types.whole(0, 10**9), "5000", "API calls an hour for one user; 0 is no limit."
    )
    key_limit: int = _setting(
        types.whole(0, 10**9),
        "10000",
        "API calls an hour for one consumer key; 0 is no limit. Calls without a valid token do not count here; each "
        "network may make as many of these.",
    )
    clock_window: int = _setting(
        types.whole(1, 86_400),
        "600",
        "Seconds by which the clock of an app that signs its requests may be wrong.",
    )
    unverified_apps: frozenset[str] = _setting(
        types.keys(),
        "",
        "Consumer keys of apps whose secret nobody knows. Their signatures are not checked, so that a token alone is "
        "enough, as a password would be. None by default.",
    )
    fetch_allow_networks: tuple[Network, ...] = _setting(
        types.networks(everyone=True), "", "Private networks that pages may be fetched from; none by default."
    )
    fetch_at_once: int = _setting(types.whole(1, 64), "8", "Downloads at the same time in one process.")
    fetch_hourly: int = _setting(
        types.whole(0, 10**6),
        "3600",
        "Pages an hour that are fetched for one person; further ones wait. 0 is no limit.",
    )
    fetch_limit: int = _setting(
        types.whole(1, 10**9),
        "10000000",
        "Bytes of a page that are read, after decompression; the rest is left out.",
    )
    archive_url: str = _setting(
        types.web_address(),
        "https://archive.org",
        "Where copies of pages that are gone are looked for, when somebody asks for that: the Internet Archive, or "
        "something that answers as it does. If empty, nobody can ask.",
    )
    picture_cache: int = _setting(
        types.whole(0, 10**12),
        "200000000",
        "Bytes of pictures of saved pages that are kept in the data folder, so that reading again asks no site; "
        "what was not seen the longest goes first. 0 keeps none.",
    )
    sample_article: str = _setting(
        types.choice("yes", "no"),
        "yes",
        "Whether people who open their list for the first time find an article on it that tells how Satchel works.",
    )
    site_rules: Path = _setting(
        types.folder(), "rules", "Folder of your own site rules; a relative path is below the data folder."
    )
    secret_key: str = _setting(
        types.hexadecimal(KEY_BYTES),
        "",
        "Key, as 64 hex digits, that encrypts the secrets that the server must read again; if empty, it is in the file "
        "secret.key in the data folder.",
        secret=True,
    )
    backup_folder: Path | None = _setting(
        types.folder_or_none(),
        "",
        "Folder into which a backup is made every night; if empty, none is made. Not for PostgreSQL.",
    )
    backup_hour: int = _setting(
        types.whole(0, 23),
        "3",
        "Hour of the day from which on that backup is made, by the clock of the machine.",
    )
    backup_daily: int = _setting(
        types.whole(1, 10**4), "7", "Nightly backups that are kept: so many days, the newest of each."
    )
    backup_weekly: int = _setting(types.whole(0, 10**4), "4", "So many weeks more, the newest of each.")
    backup_monthly: int = _setting(types.whole(0, 10**4), "6", "So many months more, the newest of each.")
    password_memory: int = _setting(
        types.whole(8, 4_194_304), "19456", "Memory in KiB for hashing one password; less is weaker."
    )
    log_level: str = _setting(
        types.choice("debug", "info", "warning", "error"),
        "info",
        "From which level on events are logged: debug (a line for each request), info, warning or error.",
    )
    log_format: str = _setting(
        types.choice("line", "json"),
        "line",
        "line: each event is a line of key=value words. json: each is a JSON object.",
    )
    oidc_issuer: str = _setting(
        types.web_address(slash=True),
        "",
        "The OpenID Connect provider that people may sign in with: its issuer, as it writes it; empty for none. Needs "
        "public_url and oidc_client_id.",
    )
    oidc_client_id: str = _setting(types.text(), "", "The client ID that the provider gave this server.")
    oidc_client_secret: str = _setting(
        types.text(), "", "The client secret that the provider gave this server, if any.", secret=True
    )
    oidc_name: str = _setting(types.text(), "single sign-on", "What the sign-in page calls the provider.")
    oidc_name_claim: str = _setting(
        types.text(),
        "preferred_username",
        "The claim of the provider that suggests the name of a new account.",
    )
    oidc_allow: str = _setting(
        types.claim(),
        "",
        "Who may sign in with the provider, as claim=value, such as groups=readers; if empty, everyone it knows.",
    )
    trusted_user_header: str = _setting(
        types.header(),
        "",
        "The header in which a proxy of trusted_proxies says who the user is, such as Remote-User; if empty, none is "
        "believed.",
    )
    new_people: str = _setting(
        types.choice("no", "yes"),
        "no",
        "Whether people whom the provider or the proxy vouches for, and who have no account yet, get one: yes or no.",
    )
    sources: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)
    """Where each value that is not a default came from."""

    @property
    def https(self) -> bool:
        """Whether people use this server over https."""
        return self.public_url.startswith("https://")


SETTINGS: tuple[Setting, ...] = tuple(
    dataclasses.replace(each.metadata["setting"], name=each.name)
    for each in dataclasses.fields(Settings)
    if "setting" in each.metadata
)


class Shown(NamedTuple):
    """One line of what is in force."""

    name: str
    value: str  #: as one would write it, secrets masked
    source: str  #: "default", or the file or variable that set it


def load(environ: Mapping[str, str], folder: Path) -> Settings:
    """The settings in force. Paths that are not absolute start at `folder`.

    Raises BadSettings with all that is wrong, in values that are overridden too.
    """
    problems: list[str] = []
    given = from_toml(SETTINGS, environ, folder, problems)
    given += from_environment(SETTINGS, environ, folder, problems)
    declared = {setting.name: setting for setting in SETTINGS}
    values: dict[str, Any] = {"data": Settings.data}
    sources: dict[str, str] = {}
    for each in given:
        setting = declared[each.name]
        try:
            values[each.name] = setting.kind.read(each.text)
            sources[each.name] = each.source
        except ValueError as error:
            problems.append(_misread(each, setting, str(error)))
    problems += [] if problems else _disagreements(Settings(**values))
    if problems:
        raise BadSettings(problems)
    values["data"] = folder / values["data"]
    if values.get("backup_folder"):
        values["backup_folder"] = folder / values["backup_folder"]
    return Settings(**values, sources=sources)


def _disagreements(settings: Settings) -> list[str]:
    """What is wrong with values that are right by themselves."""
    found = []
    if settings.oidc_issuer and not (settings.public_url and settings.oidc_client_id):
        found.append("SATCHEL_OIDC_ISSUER needs SATCHEL_PUBLIC_URL and SATCHEL_OIDC_CLIENT_ID.")
    if settings.trusted_user_header and not settings.trusted_proxies:
        found.append(
            "SATCHEL_TRUSTED_USER_HEADER needs SATCHEL_TRUSTED_PROXIES: the proxies that may send it."
        )
    return found


def describe(settings: Settings) -> list[Shown]:
    """What is in force and where it came from, in the order of declaration, secrets masked."""
    return [
        Shown(
            setting.name,
            _shown(setting, getattr(settings, setting.name)),
            settings.sources.get(setting.name, "default"),
        )
        for setting in SETTINGS
    ]


def _shown(setting: Setting, value: object) -> str:
    text = _written(value)
    if setting.secret and text:
        return setting.kind.mask(text) if setting.kind.mask else "***"
    return text


def _written(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple | frozenset):
        return ",".join(sorted(map(str, value)) if isinstance(value, frozenset) else map(str, value))
    if isinstance(value, float):
        return str(value).removesuffix(".0")
    return str(value).encode("utf-8", "backslashreplace").decode()


def _misread(given: Given, setting: Setting, reason: str) -> str:
    shown = "the value"
    if not given.hidden:
        # A password may have come here by mistake.
        shown = repr(re.sub(r"//[^/]*@", "//***@", given.text)[:80])
    if given.hidden and not setting.secret:
        reason = ""
    return f"{given.where}: {shown} is not {setting.kind.words}" + (f" ({reason})." if reason else ".")
