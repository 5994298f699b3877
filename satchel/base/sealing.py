"""Sealing: secrets that must be read again, kept so that whoever has only the database cannot.

A sealed secret is `version (1 byte) | key id (4) | nonce (12) | ciphertext`, ChaCha20-Poly1305, bound to what
it belongs to, so that one row's secret opens nothing when it is copied into another. What need not be read
again is kept as a digest (`base.tokens`), never like this.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from satchel.base.errors import Unavailable

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

KEY_BYTES = 32
_VERSION = b"\x01"
_ID_BYTES = 4
_NONCE_BYTES = 12


class Seal:
    """The server's own key. It is read, or made, when the first secret is sealed or opened, not before."""

    def __init__(self, file: Path, key: str = "") -> None:
        """`key` (64 hex digits) wins; where it is empty the key is in `file`, which is made when it is missing."""
        self._file = file
        self._given = key
        self._key = b""
        #: Made of the key when they are first wanted, and kept: apps that sign have secrets opened at every call.
        self._key_id = b""
        self._opener: ChaCha20Poly1305 | None = None

    def close(self, secret: str, owner: str) -> bytes:
        """`secret`, sealed for `owner`. Raises `Unavailable` when the key cannot be read or kept."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return _VERSION + self._id() + nonce + self._cipher().encrypt(nonce, secret.encode(), owner.encode())

    def open(self, sealed: bytes, owner: str) -> str:
        """What was sealed for `owner`. Raises `Unavailable` when it was sealed with another key, or is damaged."""
        from cryptography.exceptions import InvalidTag

        if not self.fits(sealed):
            raise Unavailable(
                "This secret was sealed with another key than the server has now. Bring back the file "
                f"{self._file.name} from a backup, or make new secrets."
            )
        start = len(_VERSION) + _ID_BYTES
        nonce, text = sealed[start : start + _NONCE_BYTES], sealed[start + _NONCE_BYTES :]
        try:
            return self._cipher().decrypt(nonce, text, owner.encode()).decode()
        except InvalidTag:
            raise Unavailable("This secret is damaged. Make a new one.") from None

    def fits(self, sealed: bytes) -> bool:
        """Whether this is the key that `sealed` was sealed with. Raises `Unavailable` when the key cannot be read."""
        return sealed.startswith(_VERSION + self._id())

    def _id(self) -> bytes:
        if not self._key_id:
            self._key_id = hashlib.sha256(b"key id\0" + self._bytes()).digest()[:_ID_BYTES]
        return self._key_id

    def _cipher(self) -> ChaCha20Poly1305:
        # Imported here: it costs 8 MB, which a server that seals nothing need not pay.
        from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

        if self._opener is None:
            self._opener = ChaCha20Poly1305(self._bytes())
        return self._opener

    def _bytes(self) -> bytes:
        if not self._key:
            self._key = bytes.fromhex(self._given) if self._given else _kept(self._file)
        return self._key


def _kept(file: Path) -> bytes:
    """The key in `file`, made if there is none; only its owner can read it."""
    try:
        if not file.exists():
            _make(file)
        key = bytes.fromhex(file.read_text("ascii").strip())
    except (OSError, ValueError) as error:
        raise Unavailable(f"The key in {file} cannot be read or made: {error}.") from None
    if len(key) != KEY_BYTES:
        raise Unavailable(f"The key in {file} is damaged: it is not {2 * KEY_BYTES} hex digits.")
    return key


def _make(file: Path) -> None:
    """Write a new key, whole and durable, unless somebody else was quicker."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as written:
            written.write(secrets.token_hex(KEY_BYTES) + "\n")
            written.flush()
            os.fsync(written.fileno())
        with suppress(FileExistsError):
            os.link(draft, file)
    finally:
        os.unlink(draft)
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
