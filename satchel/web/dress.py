"""The headers that every page carries, whatever became of it."""

from __future__ import annotations

from starlette.types import Message, Send

_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
_ALWAYS = (
    (b"content-security-policy", _POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    (b"x-robots-tag", b"noindex, nofollow"),
)
_REFERRER = (b"referrer-policy", b"no-referrer")
_ONLY_HTTPS = (b"strict-transport-security", b"max-age=31536000")


def dressed(send: Send, *, https: bool) -> Send:
    """`send`, adding the headers; a referrer policy that the page has set itself stays."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = [*message.get("headers", ()), *_ALWAYS]
            if not any(name == _REFERRER[0] for name, _ in headers):
                headers.append(_REFERRER)
            if https:
                headers.append(_ONLY_HTTPS)
            message = {**message, "headers": headers}
        await send(message)

    return sending
