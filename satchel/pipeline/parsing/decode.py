"""Bytes to text, the way browsers do it."""

from __future__ import annotations

import codecs
import re

from satchel.pipeline.parsing.labels import charset_name, codec_for

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16le"),
    (codecs.BOM_UTF16_BE, "utf-16be"),
)

# Browsers look at the first 1024 bytes for a declaration; pages with long head comments need more.
_PRESCAN = 4096
_META = re.compile(rb"<meta\b[^>]{0,300}?\bcharset\s*=\s*[\"']?\s*([A-Za-z0-9_.:+-]{2,40})", re.I)
_XML = re.compile(rb"^\s*<\?xml\b[^>]{0,200}?\bencoding\s*=\s*[\"']([A-Za-z0-9_.:+-]{2,40})", re.I)

# XML 1.0 allows neither of these, and the tree is an XML tree.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_CONTROLS = bytes(byte for byte in (*range(32), 127) if byte not in b"\t\n\x0c\r")
_SPACED = bytes(32 if byte == 12 else byte for byte in range(256))


def decode(body: bytes, declared: str = "") -> tuple[str, str]:
    """The text of a page and the name of the charset that was used.

    `declared` is the charset of the Content-Type header. The order is: byte order mark, valid
    UTF-8 that uses letters beyond ASCII, header, the page's own declaration, else windows-1252.
    Never raises; what cannot be decoded becomes U+FFFD, what XML forbids is left out.
    """
    charset, skip = _choose(body, declared)
    if charset.startswith(("utf-16", "iso-2022")):
        return without_forbidden(body[skip:].decode(codec_for(charset), "replace")), charset
    # In all others a control is a byte of its own, and bytes are swept ten times faster than letters.
    text = body[skip:].translate(_SPACED, _CONTROLS).decode(codec_for(charset), "replace")
    if "\ufffe" in text or "\uffff" in text:
        text = text.replace("\ufffe", "").replace("\uffff", "")
    return text, charset


def without_forbidden(text: str) -> str:
    """The text without the characters that no XML tree may hold."""
    text = text.replace("\x0c", " ")
    return _FORBIDDEN.sub("", text) if _FORBIDDEN.search(text) else text


def _choose(body: bytes, declared: str) -> tuple[str, int]:
    for mark, name in _BOMS:
        if body.startswith(mark):
            return name, len(mark)
    head = body[:_PRESCAN]
    header = charset_name(declared)
    if header.startswith("utf-16") and b"\x00" not in head:
        header = "utf-8"  # said by servers that pass plain bytes on; taken at its word it is all noise
    own = _declared_inside(head)
    wide = _unmarked_utf16(head)
    if wide:
        return wide, 0
    if header == "utf-8" or own == "utf-8" or not (header or own):
        if _is_utf8(body):
            return "utf-8", 0
        # A page that says UTF-8 and has a few damaged bytes is still UTF-8; one that is
        # full of them was written in something older.
        if (header or own) and _damage(body) < 0.1:
            return "utf-8", 0
        other = next((name for name in (header, own) if name and name != "utf-8"), "")
        return (other or "windows-1252"), 0
    if _is_utf8(body) and not body.isascii() and not (header or own).startswith("iso-2022"):
        return "utf-8", 0
    return (header or own), 0


def _declared_inside(head: bytes) -> str:
    for pattern in (_XML, _META):
        found = pattern.search(head)
        if found:
            name = charset_name(found[1].decode("ascii"))
            # A declaration that could be read as ASCII cannot be UTF-16.
            return "utf-8" if name.startswith("utf-16") else name
    return ""


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError as error:
        # A body cut off at the size limit may end inside a letter.
        return error.start > len(body) - 4 and not body[: error.start].isascii()
    return True


def _damage(body: bytes) -> float:
    """The share of non-ASCII characters that are broken when read as UTF-8."""
    text = body[:200_000].decode("utf-8", "replace")
    beyond = sum(1 for letter in text if letter > "\x7f")
    return text.count("\ufffd") / beyond if beyond else 0.0


def _unmarked_utf16(head: bytes) -> str:
    """UTF-16 without a mark: every second byte of mark-up is zero."""
    sample = head[:400]
    if len(sample) < 4:
        return ""
    for name, zeros in (("utf-16le", sample[1::2]), ("utf-16be", sample[0::2])):
        if zeros.count(0) > len(zeros) * 0.7:
            return name
    return ""
