"""Addresses as pictures for the cameras of phones."""

from __future__ import annotations

import io

from starlette.responses import Response

#: A picture of ours, which may hold a secret: shown on the one page, kept nowhere, and nothing runs in it.
_PICTURE = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
}


def drawn(text: str) -> Response:
    """The QR code of a text, as a picture."""
    import segno

    picture = io.BytesIO()
    made = segno.make(text, error="m", micro=False)
    made.save(picture, kind="svg", scale=4, border=4, dark="#000", light="#fff", xmldecl=False)
    return Response(picture.getvalue(), 200, _PICTURE, "image/svg+xml")
