"""What a picture is, by its bytes: kinds that browsers show, and none that can hold a script."""

from __future__ import annotations

from satchel.pipeline.media.imagesize import image_size

#: A browser unpacks a picture to four bytes a pixel, whatever its file weighs.
MAX_PIXELS = 100_000_000


def picture_type(body: bytes) -> str:
    """The media type of a PNG, GIF, JPEG, WebP or AVIF; "" for all else, and for what is too large to unpack."""
    found = _type(body)
    width, height = image_size(body[:65_536])
    return "" if width * height > MAX_PIXELS else found


def _type(body: bytes) -> str:
    if body.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if body[:6] in (b"GIF87a", b"GIF89a"):
        return "image/gif"
    if body.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if body[:4] == b"RIFF" and body[8:12] == b"WEBP":
        return "image/webp"
    if body[4:12] in (b"ftypavif", b"ftypavis"):
        return "image/avif"
    return ""
