"""Addresses that an app wants people sent back to: any scheme but those that run or read something."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

from satchel.base import urls
from satchel.base.errors import Invalid, RedirectMissing, RedirectRefused
from satchel.base.percent import unquoted

MAX_URI_CHARACTERS = 2000  #: characters
MAX_ENCODED_CHARACTERS = 7 * MAX_URI_CHARACTERS  #: %25253A for one of them

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
#: An address that was percent-encoded once too often: what follows its scheme is no colon any more.
_ENCODED = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*%(25){0,2}3a", re.IGNORECASE)
#: A host and a port look like a scheme and what follows it.
_PORT = re.compile(r"(localhost|[A-Za-z0-9.-]+\.[A-Za-z0-9-]+):\d{1,5}([/?#]|$)", re.IGNORECASE)
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
#: Schemes that browsers and systems answer themselves, and those that run or read what follows them. An app's own
#: is made for it, and is none of these.
_NEVER = frozenset(
    (
        "about", "admin", "afp", "android-app", "applescript", "blob", "brave", "cdxml", "chrome", "chrome-search",
        "chrome-untrusted", "cid", "cifs", "content", "data", "devtools", "dict", "edge", "explorer", "feed", "feeds",
        "file", "filesystem", "firefox", "ftp", "ftps", "git", "gopher", "hcp", "help", "imap", "intent", "ipfs", "irc",
        "its", "jar", "javascript", "jnlp", "jnlps", "ldap", "ldaps", "livescript", "local", "magnet", "mailbox",
        "mailto", "mhtml", "microsoft-edge", "mid", "mk", "mocha", "news", "nfs", "nntp", "onenote", "opera", "pcast",
        "pop", "prefs", "rdp", "res", "resource", "rlogin", "rtsp", "search", "sftp", "shell", "sip",
        "smb", "sms", "snews", "ssh", "steam", "svn", "tel", "telnet", "tn3270", "vbs", "vbscript", "view-source",
        "vivaldi", "vnc", "webcal", "windowsdefender", "wpad", "ws", "wss", "wyciwyg", "x-help-script", "zune",
    )
)  # fmt: skip
#: Beginnings of whole families of them: Windows has hundreds, and adds more.
_FAMILIES = ("ms-", "search-", "res-", "x-apple.", "app-settings", "app-prefs", "jar-", "shell-", "windows-")
#: The one among them that belongs to apps: Windows leads back to whichever began by an address of its own.
_OF_APPS = frozenset(("ms-app",))
#: Schemes that name something and lead nowhere, as the address of programs without a page of their own.
_NAMES = frozenset(("urn", "oob", "tag"))
#: Steps that browsers take upwards, out of what was declared.
_UPWARDS = re.compile(r"/(\.|%2e){1,2}(/|$)", re.IGNORECASE)
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


def read(text: str) -> str:
    """The address, exactly as it was written but for white space around it and needless encoding.

    Raises `RedirectMissing` for nothing, `RedirectRefused` for what nobody is sent to.
    """
    uri = said(text)
    if not _is_absolute(uri):
        raise RedirectRefused
    return uri


def said(text: str) -> str:
    """What an app says of where people return to: an address as `read` gives it, or a text that is none.

    Many say something only because they must. Nobody is sent to such a text: see `leads`. Raises as `read`.
    """
    uri = text.strip(" ")
    # Undone while others wait: as long as it can be where each character was encoded three times.
    if len(uri) > MAX_ENCODED_CHARACTERS:
        raise RedirectRefused
    # Once for the app, and once for each program that it passed through.
    for _ in range(3):
        if _ENCODED.match(uri):
            uri = unquoted(uri.encode("utf-8", "surrogatepass")).decode("utf-8", "replace").strip(" ")
    if not uri:
        raise RedirectMissing
    if len(uri) > MAX_URI_CHARACTERS or _CONTROLS.search(uri) or uri.startswith(("//", "\\", "/\\")):
        raise RedirectRefused
    if _is_absolute(uri):
        _demand_harmless(uri)
    return uri


def leads(uri: str) -> bool:
    """Whether a browser can be sent to what `said` gave."""
    return _is_absolute(uri) and uri.partition(":")[0].lower() not in _NAMES


def target(uri: str) -> str:
    """Where that leads, as a person is told: the host of a web page in ASCII, else the scheme with its colon.

    Letters of other scripts can look like Latin ones, so that the host would seem to be another's.
    """
    scheme, _, _ = uri.partition(":")
    return _netloc(uri) if _is_web(uri) else f"{scheme}:"


def location(uri: str) -> str:
    """The address as a header can carry it: a host by its ASCII name, all else that is not ASCII percent-encoded."""
    if _is_web(uri) and not urlsplit(uri).netloc.isascii():
        uri = urlsplit(uri)._replace(netloc=_netloc(uri)).geturl()
    return quote(uri, safe="".join(map(chr, range(0x21, 0x7F))))


def alike(one: str, other: str) -> bool:
    """Whether two addresses lead to the same place: http or https, path and port of this device aside."""
    return _place(one) == _place(other)


def declared(uri: str, allowed: tuple[str, ...]) -> bool:
    """Whether `uri` is one of `allowed` or lies below one; nothing declared allows all."""
    return not allowed or any(alike(uri, each) and _below(uri, each) for each in allowed)


def _is_absolute(uri: str) -> bool:
    return _SCHEME.match(uri) is not None and not _PORT.match(uri)


def _is_web(uri: str) -> bool:
    return uri.partition(":")[0].lower() in ("http", "https")


def _demand_harmless(uri: str) -> None:
    """Raise `RedirectRefused` for an address that runs or opens something, or whose host is in doubt."""
    if not _is_web(uri):
        rest = uri
        # What stands behind the scheme may be an address again, which some programs open: feed:javascript:…
        while scheme := _SCHEME.match(rest):
            name = scheme[1].lower()
            if name in _NEVER or (name.startswith(_FAMILIES) and name not in _OF_APPS):
                raise RedirectRefused
            rest = rest[scheme.end() :].lstrip("/ ")
        return
    try:
        parts = urlsplit(uri)
        _netloc(uri)
    except (ValueError, Invalid):
        raise RedirectRefused from None
    # Browsers and we might disagree about the host of these.
    if (
        not parts.hostname
        or "@" in parts.netloc
        or "\\" in uri
        or not uri[len(parts.scheme) + 1 :].startswith("//")
    ):
        raise RedirectRefused


def _netloc(uri: str) -> str:
    """Host and port of a web address, the host in ASCII. Raises `Invalid` where no page can be at such a host."""
    scheme, _, _ = uri.partition(":")
    netloc = urlsplit(uri).netloc.lower()
    read = urls.read(f"{scheme}://{netloc}/")
    port = urlsplit(uri).port
    host = f"[{read.host}]" if ":" in read.host else read.host
    return f"{host}:{port}" if port is not None else host


def _place(uri: str) -> str:
    scheme, _, _ = uri.partition(":")
    if not _is_web(uri):
        return scheme.lower() + ":"
    try:
        parts = urlsplit(uri)
        host, port = (parts.hostname or "").removeprefix("www."), parts.port
    except ValueError:
        return uri  # kept before it was looked at; nobody is sent there
    return "this device" if host in _LOOPBACK else f"{host}:{port or ''}"


def _below(uri: str, allowed: str) -> bool:
    one, other = _rest(uri), _rest(allowed)
    if one == other:
        return True
    return not _UPWARDS.search(one.partition("?")[0]) and (
        one.startswith(other) and (other[-1:] in "/?#:" or one[len(other)] in "/?#")
    )


def _rest(uri: str) -> str:
    """What follows the host of a web address, or the scheme of any other."""
    rest = uri.partition(":")[2]
    if not _is_web(uri):
        return rest
    parts = urlsplit(uri)
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.path or '/'}{query}"
