"""Addresses inside pages: made absolute, and judged by their scheme."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import SplitResult, parse_qsl, quote, urljoin, urlsplit

from satchel.base import hosts

_INVISIBLE = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029]+")
_SCHEME = re.compile(r"^([a-zA-Z][a-zA-Z0-9+.-]*):")
_HOME = frozenset(
    ["", "index", "index.html", "index.htm", "index.php", "home", "default.aspx", "index.asp", "main"]
)
# An address that is whole and plain already, as most are: nothing to join, nothing to escape.
_WHOLE = re.compile(r"https?://[A-Za-z0-9](?:[A-Za-z0-9.-]*+(?<![.-]))(?:[/?#][!#-;=?-~]*)?", re.ASCII)
# One that begins at the root of its site, and has nothing to resolve or escape either.
_ROOTED = re.compile(r"(?!//)(?:/(?!\.)[!$-.0-:=@-\[\]-~]*+)++(?:\?[!$-;=?-\[\]-~]++)?", re.ASCII)
MAX_LINK = 4_096  #: letters; browsers and servers refuse longer ones


def absolute(href: str | None, base: str) -> str:
    """The absolute http or https address of a reference; "" when it is none.

    Browsers drop line ends and tabs inside addresses and white space around them, so that
    is done before the scheme is judged.
    """
    if not href:
        return ""
    if len(href) <= MAX_LINK and _WHOLE.fullmatch(href):
        return href
    if len(href) <= MAX_LINK and _ROOTED.fullmatch(href):
        root = _root_of(base)
        return root + href if root and len(root) + len(href) <= MAX_LINK else ""
    return _joined(href, base)


@lru_cache(maxsize=16)
def _root_of(base: str) -> str:
    """The address of a site without the slash at its end; "" when it has none."""
    return _joined("/", base).removesuffix("/")


def _joined(href: str, base: str) -> str:
    plain = href.strip("\x00\t\n\x0b\x0c\r \xa0\u2028\u2029")
    if "\n" in plain or "\t" in plain or "\r" in plain:
        plain = plain.replace("\n", "").replace("\t", "").replace("\r", "")
    plain = _INVISIBLE.sub("%20", plain)
    scheme = _SCHEME.match(plain)
    if scheme and scheme[1].lower() not in ("http", "https"):
        return ""
    try:
        whole = plain if scheme and "://" in plain[:9] else _resolved(base, plain.replace("\\", "/"))
        parts = urlsplit(whole)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and len(whole) <= MAX_LINK
        _ = parts.port
        if good and ("%" in parts.netloc or not parts.netloc.isascii()):
            whole = whole.replace(parts.netloc, _place(parts), 1)
    except (ValueError, OverflowError):
        return ""
    return whole.replace("<", "%3C").replace(">", "%3E").replace('"', "%22") if good else ""


def _place(parts: SplitResult) -> str:
    """Host and port with the host in ASCII: what writes HTML would encode its letters with percent signs.

    Raises `ValueError` for a host that no browser would contact.
    """
    before, at, _ = parts.netloc.rpartition("@")
    port = f":{parts.port}" if parts.port is not None else ""
    host = hosts.read(parts.hostname or "") if "[" not in parts.netloc else f"[{parts.hostname}]"
    return f"{quote(before, safe='%:') + at}{host}{port}"


def _resolved(base: str, reference: str) -> str:
    """A reference resolved as browsers do it; urljoin would take out the empty parts of "a//b"."""
    if _SCHEME.match(reference):
        return urljoin(base, reference)
    parts = urlsplit(base)
    if reference.startswith("//"):
        return f"{parts.scheme}:{reference}"
    if not reference or reference[0] in "?#":
        kept = parts._replace(fragment="") if reference[:1] == "#" else parts._replace(query="", fragment="")
        return kept.geturl() + reference if reference else parts.geturl()
    path, mark, rest = _split_path(reference)
    if not path.startswith("/"):
        path = parts.path.rpartition("/")[0] + "/" + path
    return f"{parts.scheme}://{parts.netloc}{_without_dots(path)}{mark if rest else ''}{rest}"


def _split_path(reference: str) -> tuple[str, str, str]:
    at = min((place for sign in "?#" if (place := reference.find(sign)) >= 0), default=len(reference))
    return reference[:at], reference[at : at + 1], reference[at + 1 :]


def _without_dots(path: str) -> str:
    """A path without "." and "..", which may be written with %2e."""
    kept: list[str] = []
    steps = path.split("/")[1:]
    for number, step in enumerate(steps):
        dots = step.lower().replace("%2e", ".")
        if dots == "..":
            del kept[-1:]
        elif dots != ".":
            kept.append(step)
            continue
        if number == len(steps) - 1:
            kept.append("")
    return "/" + "/".join(kept)


def mail_link(href: str) -> str:
    """The reference if it is a mail address, else ""."""
    plain = _INVISIBLE.sub("", href)
    return plain[:500] if plain.lower().startswith("mailto:") and "@" in plain else ""


def host_of(url: str) -> str:
    """The host name, lower-case, without "www."; "" when there is none."""
    try:
        return (urlsplit(url).hostname or "").lower().removeprefix("www.")
    except ValueError:
        return ""


def path_of(url: str) -> str:
    """The path; "" when the address cannot be read."""
    try:
        return urlsplit(url).path
    except ValueError:
        return ""


def file_name(url: str) -> str:
    """The last part of the path, decoded and readable; the host when there is none."""
    from urllib.parse import unquote

    name = unquote(path_of(url).rstrip("/").rpartition("/")[2])
    return name.strip() or host_of(url)


def is_home(url: str) -> bool:
    """True for the front page of a site."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    path = parts.path.strip("/").lower()
    if path not in _HOME and not (len(path) == 2 and path.isalpha()):
        return False
    # "/?p=123" is an article on a blog without pretty addresses.
    return not any(
        key in ("p", "id", "page_id", "article", "story", "q", "v") for key, _ in parse_qsl(parts.query[:500])
    )
