"""Secrets: made, hashed, compared. The only place where randomness becomes a secret."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets


def _hex(length: int) -> str:
    """Lower-case hex that begins with a digit.

    A digit first because one widely used client strips letters from the left of
    codes and tokens while it parses the answer that carries them.
    """
    return str(secrets.randbelow(10)) + secrets.token_hex(length)[: length - 1]


def access_token() -> str:
    """103 bits in the 8-4-4-4-6 grouping that typed clients expect (30 characters).

    26 places, of which the first is a decimal digit: no room for more.
    """
    text = _hex(26)
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:26]))


def consumer_key() -> str:
    """A key that names an app: digits, a hyphen, 24 hex characters."""
    return f"{secrets.randbelow(90_000) + 10_000}-{secrets.token_hex(12)}"


def is_own_key(key: str) -> bool:
    """Whether a key that names an app has the form of those that are made here."""
    return re.fullmatch(r"[0-9]{5}-[0-9a-f]{24}", key) is not None


def secret() -> str:
    """127 bits as 32 hex characters, first a digit."""
    return _hex(32)


def grouped_code(groups: int = 4) -> str:
    """Groups of four letters and digits with 20 bits each, for people to write down and type."""
    return "-".join(base64.b32encode(secrets.token_bytes(5)).decode().lower()[:4] for _ in range(groups))


def session() -> str:
    """256 bits, for the cookie of a browser that is signed in."""
    return secrets.token_hex(32)


def form_token(secret: str) -> str:
    """What a form carries to show that it came from a page made for the browser with that cookie."""
    return hashlib.sha256(b"form\0" + secret.encode("utf-8", "surrogatepass")).hexdigest()


def masked(token: str) -> str:
    """A token of hex digits in other letters each time; `unmasked` reads it.

    A page that is packed is shorter where something in it stands there twice. Who can have their guess shown on
    it, again and again, would read the token from its length.
    """
    known = bytes.fromhex(token)
    mask = secrets.token_bytes(len(known))
    return (mask + _mixed(mask, known)).hex()


def unmasked(text: str) -> str:
    """What `masked` was given; "" for what it never made."""
    try:
        known = bytes.fromhex(text)
    except ValueError:
        return ""
    half = len(known) // 2
    return _mixed(known[:half], known[half:]).hex() if len(known) == 2 * half else ""


def _mixed(one: bytes, other: bytes) -> bytes:
    return (int.from_bytes(one) ^ int.from_bytes(other)).to_bytes(len(one))


def equal(one: str, other: str) -> bool:
    """Whether two secrets are the same, in a time that tells nothing."""
    return hmac.compare_digest(one.encode("utf-8", "surrogatepass"), other.encode("utf-8", "surrogatepass"))


def digest(token: str) -> bytes:
    """What is stored in place of a token: its SHA-256.

    Tokens carry at least 100 random bits, so a fast hash is enough.
    """
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
