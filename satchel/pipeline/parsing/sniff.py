"""What a body is: by its first bytes before what its sender says."""

from __future__ import annotations

import re
from enum import StrEnum
from urllib.parse import urlsplit

from satchel.base.charset_labels import charset_name
from satchel.pipeline.parsing.decode import unmarked_utf16


class Kind(StrEnum):
    """The kinds of body that extraction treats differently."""

    HTML = "html"
    TEXT = "text"
    MARKDOWN = "markdown"
    JSON = "json"
    FEED = "feed"
    PDF = "pdf"
    IMAGE = "image"
    VIDEO = "video"
    AUDIO = "audio"
    OTHER = "other"


_MAGIC = (
    (b"%PDF-", Kind.PDF),
    (b"\x89PNG\r\n\x1a\n", Kind.IMAGE),
    (b"\xff\xd8\xff", Kind.IMAGE),
    (b"GIF87a", Kind.IMAGE),
    (b"GIF89a", Kind.IMAGE),
    (b"\x00\x00\x01\x00", Kind.IMAGE),
    (b"ID3", Kind.AUDIO),
    (b"fLaC", Kind.AUDIO),
    (b"\x1aE\xdf\xa3", Kind.VIDEO),
    (b"FLV\x01", Kind.VIDEO),
    (b"PK\x03\x04", Kind.OTHER),
    (b"\x1f\x8b\x08", Kind.OTHER),
    (b"\x7fELF", Kind.OTHER),
    (b"MZ\x90", Kind.OTHER),
    (b"Rar!\x1a\x07", Kind.OTHER),
    (b"7z\xbc\xaf\x27\x1c", Kind.OTHER),
    (b"BZh", Kind.OTHER),
    (b"\xfd7zXZ\x00", Kind.OTHER),
    (b"wOFF", Kind.OTHER),
    (b"wOF2", Kind.OTHER),
    (b"SQLite format 3\x00", Kind.OTHER),
)
_UNTYPED = bytes(byte for byte in range(32) if byte < 9 or (byte > 13 and byte != 27))
_RIFF = {b"WEBP": Kind.IMAGE, b"WAVE": Kind.AUDIO, b"AVI ": Kind.VIDEO}
_MARKUP = (
    b"<!doctype html",
    b"<html",
    b"<head",
    b"<body",
    b"<title",
    b"<meta",
    b"<script",
    b"<div",
    b"<p>",
    b"<!--",
)
_TEXT_TYPES = frozenset(["text/plain", "text/csv"])
_MARKDOWN_TYPES = frozenset(["text/markdown", "text/x-markdown"])
_JSON_TYPES = frozenset(["application/json", "text/json"])
# The first element of a document, after declarations and comments, is that of a feed.
_FEED = re.compile(
    rb"\A(?>\s++|<\?(?:(?!\?>).){0,300}+\?>|<!--(?:(?!-->).){0,2000}+-->|<!DOCTYPE[^<>\[]{0,300}+>)*+"
    rb"<(?:\w{1,20}+:)?+(?:rss|feed|entry|RDF)[\s>]",
    re.S,
)
_HTML_TYPES = frozenset(["text/html", "application/xhtml+xml"])
_SUFFIXES = {
    "image": ("jpg", "jpeg", "png", "gif", "webp", "avif", "bmp", "svg"),
    "video": ("mp4", "m4v", "webm", "mov", "ogv", "mkv"),
    "audio": ("mp3", "m4a", "ogg", "oga", "opus", "wav", "flac", "aac"),
    "text": ("txt", "csv", "log"),
    "markdown": ("md", "markdown", "mkd", "mdown"),
    "json": ("json", "geojson", "jsonl"),
    "html": ("html", "htm", "xhtml"),
}


def sniff(body: bytes, media_type: str, url: str, charset: str = "") -> Kind:
    """What this body is. Magic bytes win over the declared type, that over the file's name.

    `charset` is what the sender declared: the bytes of UTF-16 look like no text.
    """
    head = body[:512]
    known = _by_magic(head)
    if known is not None:
        return known
    wide = _wide(body, charset)
    if wide:
        body = body[:8192].decode(wide, "replace").lstrip("\ufeff").encode("utf-8", "replace")
        head = body[:512]
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    looks_like_html = start.startswith(_MARKUP) or b"<html" in start
    if _is_feed(body):
        return Kind.FEED
    binary = is_binary(body)
    declared = _by_type(media_type)
    if declared in (Kind.IMAGE, Kind.VIDEO, Kind.AUDIO) and not looks_like_html:
        return declared
    if binary:
        named = _by_name(url)
        return named if named in (Kind.IMAGE, Kind.VIDEO, Kind.AUDIO) and not media_type else Kind.OTHER
    if looks_like_html or declared is Kind.HTML:
        return Kind.HTML
    if declared in (Kind.MARKDOWN, Kind.JSON):
        return declared
    if declared is Kind.TEXT:
        named = _by_name(url)
        return named if named in (Kind.MARKDOWN, Kind.JSON) and media_type == "text/plain" else Kind.TEXT
    if start.startswith(b"<"):
        return Kind.HTML
    if not media_type or media_type.startswith("text/") or media_type == "application/octet-stream":
        named = _by_name(url)
        return named if named in (Kind.HTML, Kind.MARKDOWN, Kind.JSON) else Kind.TEXT
    return declared or Kind.OTHER


def _wide(body: bytes, charset: str) -> str:
    """The name of the UTF-16 that a text is in; "" when it is none."""
    name = unmarked_utf16(body[:512])
    declared = charset_name(charset)
    return name or (declared if declared.startswith("utf-16") and b"\x00" in body[:4096] else "")


def _is_feed(body: bytes) -> bool:
    head = body[:4096].removeprefix(b"\xef\xbb\xbf")
    if _FEED.match(head):
        return True
    return head.lstrip()[:1] == b"{" and b"jsonfeed.org/version/" in head.replace(b"\\/", b"/")


def is_binary(body: bytes) -> bool:
    """True when the bytes are no text in any charset: control characters that no writer types."""
    sample = body[:4096].rstrip(b"\x00")
    if not sample or sample[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return False
    zeros = sample.count(0)
    if zeros and (sample[1::2].count(0) > len(sample) * 0.35 or sample[0::2].count(0) > len(sample) * 0.35):
        return False  # UTF-16 without a mark
    odd = len(sample) - len(sample.translate(None, _UNTYPED))
    # Random bytes hold 10 per cent of these; pages with a stray NUL or two hold far fewer.
    return odd > len(sample) * 0.03


def _by_magic(head: bytes) -> Kind | None:
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if head[:4] == b"RIFF":
        return _RIFF.get(head[8:12])
    if head[4:8] == b"ftyp":
        brand = head[8:12]
        if brand in (b"avif", b"avis", b"heic", b"mif1"):
            return Kind.IMAGE
        return Kind.AUDIO if brand == b"M4A " else Kind.VIDEO
    if head[:4] == b"OggS":
        return Kind.VIDEO if b"theora" in head else Kind.AUDIO
    return None


def _by_type(media_type: str) -> Kind | None:
    if media_type in _HTML_TYPES:
        return Kind.HTML
    if media_type in _TEXT_TYPES:
        return Kind.TEXT
    if media_type in _MARKDOWN_TYPES:
        return Kind.MARKDOWN
    if media_type in _JSON_TYPES or media_type.endswith("+json"):
        return Kind.JSON
    if media_type == "application/pdf":
        return None  # it would have begun with %PDF-
    family = media_type.partition("/")[0]
    return {"image": Kind.IMAGE, "video": Kind.VIDEO, "audio": Kind.AUDIO}.get(family)


def _by_name(url: str) -> Kind | None:
    suffix = urlsplit(url).path.rpartition(".")[2].lower()
    for kind, suffixes in _SUFFIXES.items():
        if suffix in suffixes:
            return Kind(kind)
    return None
