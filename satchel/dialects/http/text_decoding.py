"""Charsets, undone in time that depends on the number of bytes and on nothing else.

One call into C keeps the interpreter, and everybody else waits. What the standard library does with
"replace" takes half a second for each megabyte.
"""

from __future__ import annotations

import codecs

#: Bytes that are looked at letter by letter to find their charset; programs that send more write UTF-8.
MAX_GUESSED = 1_000_000

#: Windows-1252 by byte, U+FFFD where it has nothing.
_WINDOWS = "".join(bytes((byte,)).decode("cp1252", "replace") for byte in range(256))


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
