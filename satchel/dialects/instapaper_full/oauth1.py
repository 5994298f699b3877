"""OAuth 1.0a: what a request was signed with, and whether the signature is right.

Programs put what OAuth needs into the Authorization header, into the form, into the query, and one into two of them at
once. What is signed begins with the address as the program knows it, which may be another than the one that we know:
it stands behind a proxy, or the names of the original were made to lead here. So several are tried.
"""

from __future__ import annotations

import hmac
import re
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha1
from typing import NamedTuple
from urllib.parse import quote_from_bytes, urlsplit

from satchel.base.errors import Invalid, NotSignedIn
from satchel.base.percent import unquoted
from satchel.dialects.http.params import MAX_FIELDS
from satchel.dialects.http.request import Request
from satchel.dialects.http.response import FORM
from satchel.dialects.http.text_decoding import text

#: The addresses of the original, for programs whose host cannot be set: a resolver of names leads them here.
ORIGINALS = ("https://www.instapaper.com", "http://www.instapaper.com", "https://instapaper.com")
MAX_HEADER_FIELDS = 50
MAX_HEADER_BYTES = 16_384

_FIELD = re.compile(rb'\s*([^\s=,"]{1,200})=(?:"([^"]*)"|([^\s",]*))\s*(?:,|$)')
#: What is written as the signature has it already: all but letters, digits and four signs is escaped, and in capitals.
_CANONICAL = re.compile(
    rb"(?:[A-Za-z0-9._~-]++|%(?:[0189A-F][0-9A-F]|2[0-9A-CF]|3[A-F]|40|5[B-E]|60|7[BCDF]))*+"
)
_USUAL_PORTS = {"http": ":80", "https": ":443"}

#: Names and values as they are signed: in UTF-8, percent-encoded.
Pairs = list[tuple[bytes, bytes]]


class Signed(NamedTuple):
    """What a request says of who signed it, and what was signed."""

    consumer_key: str
    token: str  #: "" where only the app signed
    signature: bytes
    method: str  #: of the signature
    timestamp: str
    nonce: bytes
    #: What all is signed, the likeliest first.
    contents: tuple[bytes, ...]

    @property
    def seconds(self) -> int:
        """When it was signed, s since 1970. Raises `NotSignedIn`."""
        if not re.fullmatch(r"[0-9]{1,12}", self.timestamp):
            raise NotSignedIn("The parameter oauth_timestamp is missing or not a number.")
        return int(self.timestamp)


def read(call: Request) -> Signed:
    """What the request says of who signed it. Raises `NotSignedIn`, and `Invalid` for too many fields."""
    header = _of_header(call.header(b"authorization"))
    query = _pairs(call.scope["query_string"])
    form = _pairs(call.body) if _may_be_form(call) else []
    source = next(
        (each for each in (header, form, query) if any(name == b"oauth_consumer_key" for name, _ in each)), []
    )
    said: dict[str, bytes] = {}
    for name, value in source:
        if name.startswith(b"oauth_") and said.setdefault(name.decode("ascii"), unquoted(value)) != unquoted(
            value
        ):
            raise NotSignedIn(f"The parameter {name.decode('ascii')[:40]} is there twice.")
    if not said:
        raise NotSignedIn("The request is not signed: the OAuth parameters are missing.")
    is_unsigned_body = source is not form and form and not call.header(b"content-type")
    contents = [_contents(query + form, header)]
    if is_unsigned_body:
        contents.append(_contents(query, header))

    def word(name: str) -> str:
        return text(said.get(name, b"")).strip()

    return Signed(
        word("oauth_consumer_key"), word("oauth_token"), said.get("oauth_signature", b""),
        word("oauth_signature_method"), word("oauth_timestamp"), said.get("oauth_nonce", b""), tuple(contents),
    )  # fmt: skip


def is_right(call: Request, signed: Signed, secret: str, token_secret: str) -> bool:
    """Whether the request was signed with these secrets."""
    key = f"{_escaped(secret)}&{_escaped(token_secret)}".encode("ascii")
    path = _escaped((call.scope.get("raw_path") or call.path.encode()).partition(b"?")[0])
    is_it = False
    for content in signed.contents:
        for origin in origins(call):
            base = f"{call.method}&{_escaped(origin)}{path}&".encode("ascii") + content
            right = b64encode(hmac.digest(key, base, sha1))
            if hmac.compare_digest(right, signed.signature):
                is_it = True
                break
    return is_it


def origins(call: Request) -> Iterator[str]:
    """Where the program may think that it is calling, each once: schemes, hosts and ports."""
    told = (call.header(b"x-forwarded-host").split(b",")[0].strip(), call.header(b"host"))
    own = [call.scope.get("scheme", "http")]
    schemes = own + [each for each in ("https", "http") if each not in own]
    hosts = [each.decode("latin-1").lower() for each in reversed(told) if each]
    found = [f"{scheme}://{host.removesuffix(_USUAL_PORTS[scheme])}" for host in hosts for scheme in schemes]
    home = urlsplit(call.home)
    if home.hostname:
        found.insert(len(found[:2]), f"{home.scheme}://{home.netloc.lower()}{home.path}")
    yield from dict.fromkeys((*found, *ORIGINALS))


def _of_header(header: bytes) -> Pairs:
    """The fields of an Authorization header that is OAuth's, but for its realm. Raises `NotSignedIn`."""
    scheme, _, fields = header.strip().partition(b" ")
    if scheme.lower() != b"oauth":
        return []
    found: Pairs = []
    end = 0
    while end < len(fields):
        field = _FIELD.match(fields, end)
        if field is None or len(found) >= MAX_HEADER_FIELDS or len(fields) > MAX_HEADER_BYTES:
            raise NotSignedIn("The header Authorization cannot be read.")
        end = field.end()
        if field[1].lower() != b"realm":
            value = field[3] if field[2] is None else field[2]
            found.append((_canonical(field[1]), _canonical(value.replace(b"+", b"%2B"))))
    return found


def _may_be_form(call: Request) -> bool:
    """Whether the body is a form that is signed; programs that send no type mean one."""
    kind = call.header(b"content-type").partition(b";")[0].strip().lower()
    return bool(call.body) and kind in (FORM, b"")


def _pairs(encoded: bytes) -> Pairs:
    """The fields of a query or form, those without a value too. Raises `Invalid` for too many."""
    if not encoded:
        return []
    fields = encoded.split(b"&", MAX_FIELDS + 1)
    if len(fields) > MAX_FIELDS:
        raise Invalid("There are too many fields.")
    found = []
    for field in fields:
        if field:
            name, _, value = field.partition(b"=")
            found.append((_canonical(name), _canonical(value)))
    return found


def _canonical(encoded: bytes) -> bytes:
    """What some program percent-encoded, in the one way in which it is signed."""
    encoded = encoded.replace(b"+", b"%20")
    if _CANONICAL.fullmatch(encoded):
        return encoded
    return quote_from_bytes(unquoted(encoded), safe="").encode("ascii")


def _escaped(value: str | bytes) -> str:
    return quote_from_bytes(value.encode() if isinstance(value, str) else value, safe="")


def _contents(pairs: Pairs, header: Pairs) -> bytes:
    """What was sent as it is signed, and escaped once more: what is in it already is letters, digits and five signs.

    One program signs twice: its header does not cover what the form has of OAuth.
    """
    if header:
        pairs = [*header, *(pair for pair in pairs if not pair[0].startswith(b"oauth_"))]
    joined = b"&".join(b"%b=%b" % pair for pair in sorted(pairs) if pair[0] != b"oauth_signature")
    return joined.replace(b"%", b"%25").replace(b"&", b"%26").replace(b"=", b"%3D")
