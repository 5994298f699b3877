"""Bytes to text, the way browsers do it."""

from __future__ import annotations

import codecs
import re

from satchel.base.charset_labels import charset_name, codec_for
from satchel.pipeline.parsing.detect import detect

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16le"),
    (codecs.BOM_UTF16_BE, "utf-16be"),
)

MAX_DAMAGE = 0.1  #: of the letters beyond ASCII that may be broken in UTF-8
# Browsers look at the first 1024 bytes for a declaration; pages with long head comments need more.
_PRESCAN = 4096
_META = re.compile(rb"<meta[\s/]((?:[^>\"']|\"[^\"]*\"|'[^']*')*+)>", re.I)
_ATTRIBUTE = re.compile(
    rb"([a-z-]{4,20}+)\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'>]++))", re.I
)  #: those that a declaration is made of
_IN_CONTENT = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:+-]{2,40})", re.I)
_XML = re.compile(rb"^\s*<\?xml\b[^>]{0,200}?\bencoding\s*=\s*[\"']([A-Za-z0-9_.:+-]{2,40})", re.I)
_COMMENT = re.compile(rb"<!--.*?(?:-->|\Z)", re.S)
# Markup in UTF-16: the first letter of a tag with a zero beside each of its bytes.
_WIDE = {
    "utf-16le": re.compile(rb"(?:[\t\n\r ]\x00)*+<\x00[A-Za-z!?]\x00"),
    "utf-16be": re.compile(rb"(?:\x00[\t\n\r ])*+\x00<\x00[A-Za-z!?]"),
}

# XML 1.0 allows neither of these, and the tree is an XML tree.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_CONTROLS = bytes(byte for byte in (*range(32), 127) if byte not in b"\t\n\x0c\r")
_SPACED = bytes(32 if byte == 12 else byte for byte in range(256))


def decode(body: bytes, declared: str = "", url: str = "") -> tuple[str, str]:
    """The text of a page and the name of the charset that was used.

    `declared` is the charset of the Content-Type header, `url` the page's address. The order is:
    byte order mark, UTF-8 that uses letters beyond ASCII, header, the page's own
    declaration; where nothing is declared, or UTF-8 that the bytes are not, the charset that the
    bytes look like. Never raises; what cannot be decoded becomes U+FFFD, what XML forbids is left out.
    """
    charset, skip = _choose(body, declared, url)
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


def _choose(body: bytes, declared: str, url: str) -> tuple[str, int]:
    for mark, name in _BOMS:
        if body.startswith(mark):
            return name, len(mark)
    head = body[:_PRESCAN]
    header = charset_name(declared)
    if header.startswith("utf-16") and b"\x00" not in head:
        header = "utf-8"  # said by servers that pass plain bytes on; taken at its word it is all noise
    own = _declared_inside(head)
    wide = unmarked_utf16(head)
    if wide:
        return wide, 0
    if header == "utf-8" or own == "utf-8" or not (header or own):
        if _is_utf8(body):
            # Nothing but ASCII, in which Japanese may be shifted.
            return ("utf-8" if header or own or not body.isascii() else detect(body)), 0
        other = next((name for name in (header, own) if name and name != "utf-8"), "")
        return (other or detect(body, url)), 0
    if _is_utf8(body) and not body.isascii() and not (header or own).startswith("iso-2022"):
        return "utf-8", 0
    return (header or own), 0


def _declared_inside(head: bytes) -> str:
    """What the page itself declares, in its meta elements or, as XML, in its first line."""
    plain = _COMMENT.sub(b"", head) if b"<!--" in head else head
    labels = [label for found in _META.finditer(plain) if (label := _label(found[1]))]
    labels += [found[1] for found in [_XML.match(head)] if found]
    for label in labels:
        name = charset_name(label.decode("ascii", "replace"))
        if name:
            # A declaration that could be read as ASCII cannot be UTF-16.
            return "utf-8" if name.startswith("utf-16") else name
    return ""


def _label(meta: bytes) -> bytes:
    """The charset in the attributes of a meta element; a description may speak of one and declares none."""
    given = {found[1].lower(): found[2] or found[3] or found[4] or b"" for found in _ATTRIBUTE.finditer(meta)}
    if given.get(b"charset"):
        return given[b"charset"]
    content = given.get(b"http-equiv", b"").strip().lower() == b"content-type" and _IN_CONTENT.search(
        given.get(b"content", b"")
    )
    return content[1] if content else b""


def _is_utf8(body: bytes) -> bool:
    """Whether the bytes are UTF-8, up to a few damaged ones; whole letters of it are no accident.

    A page that is full of damage was written in something older.
    """
    try:
        body.decode("utf-8")
    except UnicodeDecodeError as error:
        # A body cut off at the size limit may end inside a letter.
        is_cut = error.start > len(body) - 4 and not body[: error.start].isascii()
        return is_cut or _damage(body) < MAX_DAMAGE
    return True


def _damage(body: bytes) -> float:
    """The share of non-ASCII characters that are broken when read as UTF-8."""
    text = body[:200_000].decode("utf-8", "replace")
    beyond = sum(1 for letter in text if letter > "\x7f")
    return text.count("\ufffd") / beyond if beyond else 0.0


def unmarked_utf16(head: bytes) -> str:
    """UTF-16 without a mark, by its name; "" for anything else.

    It begins with markup of two bytes a letter, or every second byte of its first letters is zero.
    """
    for name, markup in _WIDE.items():
        if markup.match(head):
            return name
    sample = head[:400]
    if len(sample) < 4:
        return ""
    for name, zeros in (("utf-16le", sample[1::2]), ("utf-16be", sample[0::2])):
        if zeros.count(0) > len(zeros) * 0.7:
            return name
    return ""
