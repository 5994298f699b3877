"""Percent signs and charsets, undone in time that depends on the number of bytes and on nothing else.

One call into C keeps the interpreter, and everybody else waits. What the standard library does with
escapes takes a hundred times as long as with letters, and "replace" half a second for each megabyte.
"""

from __future__ import annotations

import binascii
import codecs
import re

#: Bytes that are undone without letting others have a turn.
MAX_PIECE = 65_536
#: Bytes that are looked at letter by letter to find their charset; programs that send more write UTF-8.
MAX_GUESSED = 1_000_000

_LONE = re.compile(rb"%(?![0-9A-Fa-f]{2})")
#: Windows-1252 by byte, U+FFFD where it has nothing.
_WINDOWS = "".join(bytes((byte,)).decode("cp1252", "replace") for byte in range(256))


def unquoted(encoded: bytes) -> bytes:
    """`encoded` without its percent escapes; percent signs that begin none stay."""
    if b"%" not in encoded:
        return encoded
    if len(encoded) <= MAX_PIECE:
        return _piece(encoded)
    done = bytearray()
    begin = 0
    while begin < len(encoded):
        end = begin + MAX_PIECE
        # An escape stays whole: its sign is one of the last two bytes, or it lies before them.
        cut = encoded.rfind(b"%", end - 2, end)
        end = cut if cut > begin else end
        done += _piece(encoded[begin:end])
        begin = end
    return bytes(done)


def _piece(encoded: bytes) -> bytes:
    encoded = _LONE.sub(b"%25", encoded)
    # Quoted-printable is the same with another sign, and is undone in C.
    return binascii.a2b_qp(encoded.replace(b"=", b"%3D").replace(b"%", b"="))


def text(raw: bytes) -> str:
    """Bytes as UTF-8 if they are, else as Windows-1252, in which old scripts wrote.

    A text that is cut in the middle of a character is still UTF-8; what is lost becomes U+FFFD.
    """
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        if len(raw) > MAX_GUESSED:
            return _windows(raw)
        mended = raw.decode("utf-8", "replace")
        # One byte at the end may be a letter of Windows-1252; two are the beginning of a longer character.
        if error.reason == "unexpected end of data" and error.end - error.start > 1:
            return mended
        lost = mended.count("\ufffd")
        wide = len(mended) - len(mended.encode("ascii", "ignore"))
        return mended if wide > 2 * lost else _windows(raw)


def _windows(raw: bytes) -> str:
    return codecs.charmap_decode(raw, "strict", _WINDOWS)[0]
