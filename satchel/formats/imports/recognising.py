"""What a file is, by its content: its name only serves to word the answer."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import msgspec

from satchel.formats.imports import archives, registry
from satchel.formats.imports.kind import Choice, Kind
from satchel.formats.imports.refusing import RefusedFile, refuse
from satchel.formats.imports.sources import Archive, Source
from satchel.formats.imports.telling import SECRETS, tell

MAX_LOOKED_AT = 5_000  #: members of an archive that are looked into one by one
MAX_PARTS = 1_000
MAX_IGNORED = 1_000
#: Of a member: systems take 255 for each folder in it, and it is kept with each row. Longer ones are made to do harm.
MAX_NAME_CHARACTERS = 1_000
_LONG_NAME = "Its name is too long."


class Part(msgspec.Struct, frozen=True):
    """A list in a file: all of it, or one of several in an archive."""

    kind: str  #: name of the kind
    title: str  #: what people call it
    why: str  #: how it was told, in words behind "told by"
    members: tuple[str, ...]  #: of the archive; () means that the file is no archive
    size: int  #: bytes, unpacked
    is_usual: bool = True  #: to be taken if nobody chooses; a page of links beside real lists is not

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What a person may decide about it."""
        return self.of_kind().choices

    def of_kind(self) -> Kind:
        """Its kind."""
        return registry.kinds()[self.kind]


class Found(msgspec.Struct, frozen=True):
    """What a file is. It can be stored, and read again later."""

    path: str
    parts: tuple[Part, ...]  #: at least one
    ignored: tuple[tuple[str, str], ...]  #: members that hold no list, each with the reason as a sentence
    remarks: tuple[str, ...]  #: what is wrong with the file, as sentences
    holds_secrets: bool  #: passwords are in it: to be deleted as soon as its lists are read

    @property
    def kind(self) -> str:
        """The kind of its first part."""
        return self.parts[0].kind

    @property
    def title(self) -> str:
        """What people call it: the programs that its parts come from."""
        return ", ".join(dict.fromkeys(part.title for part in self.parts))


def recognise(path: Path) -> Found:
    """What the file or folder at `path` is, by its content.

    Raises `RefusedFile` with a sentence for people where there is no list of links in it, or where it must not
    be kept; `OSError` where it cannot be read.
    """
    archive = archives.open_archive(path)
    try:
        if not archives.is_archive(archive):
            ((_, source),) = archive.sources().items()
            kind, why = tell(source)
            part = Part(kind.name, kind.title, why, (), source.size)
            return Found(str(path), (part,), (), tuple(archive.remarks()), False)
        return _of_archive(path, archive)
    finally:
        archive.close()


def _of_archive(path: Path, archive: Archive) -> Found:
    sources = archive.sources()
    left = {name: source for name, source in sources.items() if len(name) <= MAX_NAME_CHARACTERS}
    long = [(name[:MAX_NAME_CHARACTERS], _LONG_NAME) for name in sources if name not in left]
    parts: list[Part] = []
    for each in registry.ARCHIVE_KINDS:
        taken = each.takes(left.keys())
        if taken:
            parts.append(_part(each.kind, "the names of its files", {name: left.pop(name) for name in taken}))
    told, ignored = _told(left)
    ignored += long
    parts += _together(left, told)
    if not parts:
        if any(why == SECRETS for _, why in ignored):
            refuse(SECRETS, holds_secrets=True)
        refuse("No list of links was found in the archive." if ignored else "The archive is empty.")
    has_list = any(part.kind not in _LOOSE for part in parts)
    if has_list:
        parts = [msgspec.structs.replace(part, is_usual=part.kind not in _LOOSE) for part in parts]
    return Found(
        str(path),
        tuple(sorted(parts, key=lambda part: not part.is_usual)[:MAX_PARTS]),
        tuple(ignored[:MAX_IGNORED]),
        tuple(archive.remarks()),
        any(why == SECRETS for _, why in ignored),
    )


def _told(sources: Mapping[str, Source]) -> tuple[dict[str, tuple[Kind, str]], list[tuple[str, str]]]:
    """The members that are lists, with their kinds, and the others with the reasons."""
    told: dict[str, tuple[Kind, str]] = {}
    ignored: list[tuple[str, str]] = []
    for number, (name, source) in enumerate(sources.items()):
        if number >= MAX_LOOKED_AT:
            ignored.append((name, "There are too many files in the archive to look into each."))
            continue
        try:
            told[name] = tell(source)
        except RefusedFile as refused:
            ignored.append((name, refused.message))
    return told, ignored


def _together(sources: Mapping[str, Source], told: Mapping[str, tuple[Kind, str]]) -> list[Part]:
    """A part for each list, and one for those that belong together."""
    parts: list[Part] = []
    groups: dict[str, list[str]] = {}
    for name, (kind, why) in told.items():
        whole = registry.TOGETHER.get(kind.name)
        if whole is None:
            parts.append(_part(kind, why, {name: sources[name]}))
        else:
            groups.setdefault(whole.name, []).append(name)
    wholes = {kind.name: kind for kind in registry.TOGETHER.values()}
    for group, members in groups.items():
        why = told[members[0]][1]
        parts.insert(0, _part(wholes[group], why, {name: sources[name] for name in sorted(members)}))
    return parts


def _part(kind: Kind, why: str, sources: Mapping[str, Source]) -> Part:
    return Part(kind.name, kind.title, why, tuple(sources), sum(source.size for source in sources.values()))


#: What is taken from an archive only where nothing better is in it.
_LOOSE = frozenset(kind.name for kind in registry.LOOSE)
