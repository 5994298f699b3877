"""The headers that every page carries, whatever became of it."""

from __future__ import annotations

from starlette.types import Message, Scope, Send

#: What pages load, all of it from here.
_OWN = ("script", "style", "img", "font", "connect", "media", "manifest", "worker")


def policy(form_action: str = "'self'") -> str:
    """The content policy of a page whose forms lead to `form_action`; to anywhere where that is empty."""
    forms = f"form-action {form_action}; " if form_action else ""
    own = "".join(f"{kind}-src 'self'; " for kind in _OWN)
    return (
        f"default-src 'none'; {own}{forms}base-uri 'none'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'; trusted-types satchel"
    )


_ALWAYS = (
    (b"content-security-policy", policy().encode()),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    (b"x-robots-tag", b"noindex, nofollow"),
)
_ONLY_HTTPS = (b"strict-transport-security", b"max-age=31536000")


def dressed(scope: Scope, send: Send, *, https: bool) -> Send:
    """`send`, adding the headers; what the page has set itself stays.

    Who was too late with a form is not waited for any longer.
    """

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = list(message.get("headers", ()))
            own = {name for name, _ in headers}
            headers += (each for each in _ALWAYS if each[0] not in own)
            if https:
                headers.append(_ONLY_HTTPS)
            if "satchel.late" in scope:
                headers.append((b"connection", b"close"))
            message = {**message, "headers": headers}
        await send(message)

    return sending
