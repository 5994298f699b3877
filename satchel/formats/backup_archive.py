"""The file of a backup: a tar compressed with zstandard, which other programs can unpack, too.

Its first member, `backup.json`, says what the others are, with size and SHA-256. They have the names that they have in
the data folder: whoever has no Satchel unpacks them into an empty one.
"""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, Protocol

import msgspec
import zstandard

from satchel.base.errors import Invalid

if TYPE_CHECKING:
    import tarfile  # when it is needed: a server that idles need not have it

#: How a file of ours ends.
ENDING = ".tar.zst"
FORMAT, VERSION = "satchel.backup", 1
_MANIFEST = "backup.json"
#: Bytes of the manifest: names and digests of some 100,000 files.
MAX_MANIFEST_BYTES = 20_000_000
#: Bytes that are read at once.
_PIECE = 1 << 20
#: Bytes that whoever unpacks may have to look back; a file that wants more is none of ours.
_MAX_WINDOW = 1 << 27
_LEVEL = 3

#: Is told how many bytes are done, of how many.
Progress = Callable[[int, int], None]


class Member(msgspec.Struct, frozen=True):
    """One file in a backup."""

    size: int  #: bytes
    sha256: str


class Manifest(msgspec.Struct, frozen=True):
    """What a backup is."""

    format: str
    version: int
    program: str  #: the version of Satchel that made it
    made_at: int  #: ms since 1970
    schema: int  #: number of the newest migration of the database
    counts: dict[str, int]  #: rows of the database, by table
    files: dict[str, Member]

    @property
    def size(self) -> int:
        """Bytes of all files, unpacked."""
        return sum(member.size for member in self.files.values())


class _Writes(Protocol):
    def write(self, data: bytes, /) -> object: ...


def describe(files: dict[str, Path], progress: Progress) -> dict[str, Member]:
    """What is to be said of files, by their names in the backup; those that are gone meanwhile are left out."""
    total = sum(path.stat().st_size for path in files.values() if path.exists())
    done, found = 0, {}
    for name, path in sorted(files.items()):
        try:
            with path.open("rb") as file:
                found[name] = _measured(file, None, partial(_add, progress, done, total))
        except FileNotFoundError:
            continue
        done += found[name].size
    return found


def write(to: IO[bytes], manifest: Manifest, files: dict[str, Path], progress: Progress) -> None:
    """Write a backup. Raises `OSError`; `Invalid` when a file has changed since it was described."""
    import tarfile

    done = 0
    head = msgspec.json.format(msgspec.json.encode(manifest), indent=1)
    packer = zstandard.ZstdCompressor(level=_LEVEL, write_checksum=True)
    with (
        packer.stream_writer(to, closefd=False) as packed,
        tarfile.open(mode="w|", fileobj=packed, format=tarfile.PAX_FORMAT, bufsize=_PIECE) as tar,
    ):
        tar.addfile(_entry(_MANIFEST, len(head), manifest.made_at), io.BytesIO(head))
        for name, member in manifest.files.items():
            with files[name].open("rb") as file:
                tar.addfile(_entry(name, member.size, manifest.made_at), file)
                if file.read(1):
                    raise Invalid(f"{files[name]} was changed while it was copied.")
            done += member.size
            progress(done, manifest.size)


def read_manifest(file: IO[bytes]) -> Manifest:
    """What a backup says of itself. Raises `Invalid` in one sentence when it is none, or a newer one."""
    with _opened(file) as tar:
        return _manifest(tar)


def unpack(file: IO[bytes], into: Path | None, progress: Progress) -> Manifest:
    """Unpack a backup into an empty folder, or only read it where that is None; each file is compared with its digest.

    Raises `Invalid` in one sentence when anything is missing, damaged, or not what it says; `OSError`.
    """
    with _opened(file) as tar:
        manifest = _manifest(tar)
        done, left = 0, dict(manifest.files)
        while entry := tar.next():
            wanted = left.pop(entry.name, None)
            content = tar.extractfile(entry) if entry.isreg() else None
            if wanted is None or content is None or entry.size != wanted.size:
                raise Invalid(f"The backup is damaged: {entry.name!r} is not what it says is in it.")
            with _made(into, entry.name) as copied:
                found = _measured(content, copied, partial(_add, progress, done, manifest.size))
            if found != wanted:
                raise Invalid(f"The backup is damaged: {entry.name} is not what was packed.")
            done += found.size
    if left:
        raise Invalid(f"The backup is not whole: {min(left)} is missing.")
    return manifest


def _add(progress: Progress, before: int, total: int, size: int) -> None:
    progress(before + size, total)


def _measured(file: IO[bytes], to: _Writes | None, progress: Callable[[int], None]) -> Member:
    """Size and digest of what is read, which is written to `to`."""
    digest, size = hashlib.sha256(), 0
    while piece := file.read(_PIECE):
        digest.update(piece)
        size += len(piece)
        if to:
            to.write(piece)
        progress(size)
    return Member(size, digest.hexdigest())


def _entry(name: str, size: int, made_at: int) -> tarfile.TarInfo:
    import tarfile

    entry = tarfile.TarInfo(name)
    entry.size, entry.mode, entry.mtime = size, 0o600, made_at // 1000
    return entry


@contextmanager
def _opened(file: IO[bytes]) -> Iterator[tarfile.TarFile]:
    import tarfile

    unpacker = zstandard.ZstdDecompressor(max_window_size=_MAX_WINDOW)
    try:
        with (
            unpacker.stream_reader(file, closefd=False) as unpacked,
            tarfile.open(mode="r|", fileobj=unpacked, bufsize=_PIECE) as tar,
        ):
            yield tar
    except (tarfile.TarError, zstandard.ZstdError, EOFError) as error:
        raise Invalid(f"The backup is damaged or not whole: {error}.") from error


def _manifest(tar: tarfile.TarFile) -> Manifest:
    import tarfile

    other = "That file is no backup of Satchel."
    try:
        entry = tar.next()
    except (tarfile.TarError, zstandard.ZstdError) as error:
        raise Invalid(other) from error
    if entry is None or entry.name != _MANIFEST or not entry.isreg() or entry.size > MAX_MANIFEST_BYTES:
        raise Invalid(other)
    content = tar.extractfile(entry)
    assert content
    try:
        text = content.read()
        said = msgspec.json.decode(text)
        if not isinstance(said, dict) or said.get("format") != FORMAT:
            raise Invalid(other)
        if not isinstance(said.get("version"), int) or said["version"] > VERSION:
            raise Invalid("The backup was made by a newer Satchel than this one; restore it with that.")
        manifest = msgspec.json.decode(text, type=Manifest)
    except msgspec.MsgspecError as error:
        raise Invalid(f"What the backup says of itself cannot be read: {error}.") from error
    for name in manifest.files:
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in path.parts or str(path) != name or "\0" in name or name == ".":
            raise Invalid(f"The backup has a file in a place where none belongs: {name!r}.")
    return manifest


@contextmanager
def _made(into: Path | None, name: str) -> Iterator[IO[bytes] | None]:
    """The file of that name, to be written, on the disk in the end; nothing where there is no folder."""
    if into is None:
        yield None
        return
    path = into / name
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())
