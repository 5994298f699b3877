"""One site rule: which pages it is for, what on them is the article, and samples that prove it."""

from __future__ import annotations

import hashlib
import re
import tomllib
from fnmatch import fnmatchcase

import msgspec
from selectolax.lexbor import LexborHTMLParser, SelectolaxError

MAX_FILE = 64_000  #: bytes of one file of rules
_HOST = re.compile(r"^(?:\*\.)?[a-z0-9_-]+(?:\.[a-z0-9_-]+)*$")
_ATTRIBUTE = re.compile(r"@([a-zA-Z][\w:-]*)$")


class BadRule(ValueError):
    """A rule that cannot be used; its text says why in one sentence."""


class Sample(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A page of the site, and what must come of it."""

    file: str  #: name of the page, beside the rule
    url: str
    title: str = ""
    authors: tuple[str, ...] = ()
    published: str = ""  #: the day, as 2024-03-05
    has: tuple[str, ...] = ()  #: pieces of text that must be there
    lacks: tuple[str, ...] = ()  #: pieces of text that must not
    images: int = 0  #: as many pictures at least
    next_page: str = ""


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What a file of rules says. Everything but the hosts may be left out."""

    hosts: tuple[str, ...]  #: "example.org" (with or without www.), "*.example.org" (it and all below)
    paths: tuple[str, ...] = ()  #: patterns with * of which one must fit; none: every path
    content: str = ""  #: selector of the article; all that match are joined
    strip: tuple[str, ...] = ()  #: selectors of what is taken out
    title: str = ""  #: selectors of one value: its text, or with "@name" that attribute
    author: str = ""
    date: str = ""
    next_page: str = ""  #: selector of the link to the next part
    samples: tuple[Sample, ...] = ()
    name: str = ""  #: of the file; not written in it
    version: str = ""  #: changes when the file does; not written in it

    def fits(self, host: str, path: str) -> bool:
        """True for pages that the rule is for; `host` in lower case without "www."."""
        return any(_fits(pattern, host) for pattern in self.hosts) and (
            not self.paths or any(fnmatchcase(path, pattern) for pattern in self.paths)
        )

    def weight(self, host: str) -> tuple[bool, int, bool]:
        """How exactly it is meant for `host`: of two rules that fit, the one with more is used."""
        fitting = [pattern for pattern in self.hosts if _fits(pattern, host)]
        return (
            any(not pattern.startswith("*") for pattern in fitting),
            max(map(len, fitting), default=0),
            bool(self.paths),
        )


def read_rule(text: bytes, name: str) -> Rule:
    """The rule in a file. Raises `BadRule` when it is none, or one of its selectors cannot be read."""
    if len(text) > MAX_FILE:
        raise BadRule(f"it is larger than {MAX_FILE} bytes")
    try:
        values = tomllib.loads(text.decode("utf-8-sig"))
        if isinstance(values.get("strip"), str):
            values["strip"] = [values["strip"]]
        if "name" in values or "version" in values:
            raise BadRule("name and version are not written in a rule")
        rule = msgspec.convert(values, Rule)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, msgspec.ValidationError, RecursionError) as error:
        raise BadRule(str(error).replace("\n", " ")[:300]) from None
    hosts = tuple(host.lower().removeprefix("www.") for host in rule.hosts)
    bad = next((host for host in hosts if not _HOST.match(host)), None)
    if bad is not None or not hosts:
        raise BadRule(f"{bad!r} is not a host" if hosts else "it names no host")
    for selector in (rule.content, *rule.strip, rule.title, rule.author, rule.date, rule.next_page):
        _check(selector)
    version = hashlib.blake2b(text, digest_size=4).hexdigest()
    return msgspec.structs.replace(rule, hosts=hosts, name=name, version=version)


def parted(selector: str) -> tuple[str, str]:
    """A selector of one value as plain selector and attribute; "" as attribute means the text."""
    found = _ATTRIBUTE.search(selector)
    return (selector[: found.start()], found[1].lower()) if found else (selector, "")


def _check(selector: str) -> None:
    if not selector:
        return
    try:
        LexborHTMLParser("<p>").css(parted(selector)[0])
    except SelectolaxError:
        raise BadRule(f"{selector!r} is not a selector") from None


def _fits(pattern: str, host: str) -> bool:
    if pattern.startswith("*."):
        return host == pattern[2:] or host.endswith(pattern[1:])
    return host == pattern
