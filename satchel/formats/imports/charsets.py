"""Bytes to text for files of every age: as a stream, and no byte lost where encodings are mixed."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from satchel.base.charset_labels import charset_name, codec_for
from satchel.formats.imports.context import Context
from satchel.formats.imports.saying import say
from satchel.formats.imports.sources import Source, blocks, head

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(
    rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:+-]{2,40})"
    rb"|^\s*<\?xml\b[^>]{0,200}?\bencoding\s*=\s*[\"']([A-Za-z0-9_.:+-]{2,40})",
    re.IGNORECASE,
)
_MAC = ("x-mac-system", "x-mac-roman", "macintosh")
_MIXED = "satchel.mixed"


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    """Bytes that are no UTF-8 are of Windows-1252, or the letter of their number where that has none."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    found = error.object[error.start : error.end]
    return "".join(_windows(byte) for byte in found), error.end


def _windows(byte: int) -> str:
    try:
        return bytes((byte,)).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)


codecs.register_error(_MIXED, _as_windows)


def pieces(source: Source, context: Context) -> Iterator[str]:
    """The text of a source in pieces, without a mark and without NULs; what is odd about it is remarked."""
    charset, mark = choose(source)
    is_utf8 = charset == "utf-8"
    decode = codecs.getincrementaldecoder(charset)(_MIXED if is_utf8 else "replace").decode
    strict = codecs.getincrementaldecoder("utf-8")() if is_utf8 else None
    nulls = 0
    line = 1
    for block in blocks(source):
        if mark:
            block, mark = block[mark:], 0
        text = decode(block)
        if strict is not None and not _goes_on(strict, block):
            context.remark(
                "From here on, the file is not only in UTF-8; letters of Windows-1252 were read as such.",
                line,
            )
            strict = None
        if strict is not None:
            line += block.count(b"\n")
        if "\0" in text:
            nulls += text.count("\0")
            text = text.replace("\0", "")
        if text:
            yield text
    text = decode(b"", final=True).replace("\0", "")
    if text:
        yield text
    if nulls:
        context.remark(say("NUL characters were left out: %(n)s.", n=nulls))


def first_pieces(source: Source, limit: int) -> Iterator[str]:
    """The text of a source up to about `limit` characters, without remarks: to recognise it by."""
    for piece in pieces(source, Context(0, {})):
        yield piece
        limit -= len(piece)
        if limit < 0:
            return


def head_text(data: bytes) -> str:
    """The beginning of a file as text, to recognise it by."""
    charset, mark = _marked(data)
    return data[mark:].decode(charset or _declared(data) or "utf-8", "replace").replace("\0", "")


def is_wide(first: bytes) -> bool:
    """Whether a file begins as one whose letters have several bytes each."""
    return _marked(first)[0] not in ("", "utf-8")


def choose(source: Source) -> tuple[str, int]:
    """Python's name of the encoding of a text, and the length of its mark in bytes.

    "utf-8" also for what is mixed. What a file declares counts only if it is no UTF-8 from beginning to end.
    """
    first = head(source)
    charset, mark = _marked(first)
    if charset:
        return charset, mark
    declared = _declared(first)
    if not declared or declared == "utf-8" or _is_utf8(source):
        return "utf-8", 0
    return declared, 0


def _marked(first: bytes) -> tuple[str, int]:
    for mark, name in _BOMS:
        if first.startswith(mark):
            return name, len(mark)
    sample = first[:4096]
    if len(sample) >= 4:
        for name, zeros in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[0::2])):
            if zeros.count(0) > len(zeros) * 0.4 and sample.count(0) < len(sample) * 0.6:
                return name, 0
    return "", 0


def _declared(first: bytes) -> str:
    found = _DECLARED.search(first[:4096])
    if found is None:
        return ""
    label = (found[1] or found[2]).decode("ascii").lower()
    name = charset_name("macintosh" if label in _MAC else label)
    if name.startswith("utf-16"):
        return "utf-8"  # what declares it in letters of one byte is no such thing
    return codec_for(name) if name else ""


def _is_utf8(source: Source) -> bool:
    strict = codecs.getincrementaldecoder("utf-8")()
    return all(_goes_on(strict, block) for block in blocks(source)) and _goes_on(strict, b"", final=True)


def _goes_on(strict: codecs.IncrementalDecoder, block: bytes, *, final: bool = False) -> bool:
    try:
        strict.decode(block, final)
    except UnicodeDecodeError:
        return False
    return True
