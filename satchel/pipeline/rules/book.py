"""All rules: ours, and those of a folder that may change while we run."""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from satchel.pipeline.links import host_of
from satchel.pipeline.rules.rule import MAX_FILE, BadRule, Rule, read_rule

OURS = Path(__file__).parent / "sites"
MAX_RULES = 2_000  #: files of one folder that are read

Traces = tuple[tuple[str, int, int], ...]


class Rules:
    """A set of rules, to be asked which one a page has."""

    def __init__(self, rules: Iterable[Rule], problems: tuple[str, ...] = ()) -> None:
        """Of rules that are meant for a page equally exactly, the first one is used."""
        self.rules = tuple(rules)
        self.problems = problems  #: one sentence for each file that could not be used

    def for_url(self, url: str) -> Rule | None:
        """The rule for the page at `url`; None when there is none."""
        host = host_of(url)
        if not host or not self.rules:
            return None
        path = urlsplit(url).path or "/"
        fitting = [rule for rule in self.rules if rule.fits(host, path)]
        return max(fitting, key=lambda rule: rule.weight(host)) if fitting else None


class RuleBook:
    """Our rules and those of an owner's folder, whose rules go before ours.

    The folder need not exist. It is looked at again for each page, so that a rule can be
    written while the server runs.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._traces: Traces = ()
        self._rules = shipped()

    def current(self) -> Rules:
        """The rules as the files are now. Files that cannot be used are in its `problems`."""
        if self._folder is not None:
            traces = _traces(self._folder)
            if traces != self._traces:
                self._traces = traces
                own = read_folder(self._folder)
                self._rules = Rules(_own_first(own.rules, shipped().rules), own.problems)
        return self._rules


def read_folder(folder: Path) -> Rules:
    """The rules in the TOML files of a folder; a folder that cannot be read has none."""
    rules: list[Rule] = []
    problems: list[str] = []
    for name, _, size in _traces(folder):
        try:
            if size > MAX_FILE:
                raise BadRule(f"it is larger than {MAX_FILE} bytes")
            rules.append(read_rule((folder / name).read_bytes(), name.removesuffix(".toml")))
        except BadRule as error:
            problems.append(f"The rule {name} is not used: {error}.")
        except OSError as error:
            problems.append(f"The rule {name} cannot be read: {error.strerror}.")
    return Rules(rules, tuple(problems))


@lru_cache(maxsize=1)
def shipped() -> Rules:
    """The rules that come with this program."""
    return read_folder(OURS)


def _own_first(own: tuple[Rule, ...], ours: tuple[Rule, ...]) -> list[Rule]:
    """An owner's rule for a host takes the place of ours for that host, whatever paths it names."""
    hosts = {host for rule in own if not rule.paths for host in rule.hosts}
    return [*own, *(rule for rule in ours if not hosts.issuperset(rule.hosts))]


def _traces(folder: Path) -> Traces:
    """What changes when a file of the folder does."""
    found: list[tuple[str, int, int]] = []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.endswith(".toml") and not entry.name.startswith(".") and entry.is_file():
                    status = entry.stat()
                    found.append((entry.name, status.st_mtime_ns, status.st_size))
    except OSError:
        return ()
    return tuple(sorted(found)[:MAX_RULES])
