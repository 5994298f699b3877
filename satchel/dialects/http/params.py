"""Reading what any client sends: query, form, multipart or JSON, in whatever charset it claims.

All of it becomes one flat mapping of names to values. What a framework would refuse is
accepted here as long as its meaning is plain; what has no meaning raises `Invalid`.
"""

from __future__ import annotations

import base64
import binascii
import math
import re
from collections.abc import Collection, Mapping
from typing import Any, TypeVar

from satchel.base.errors import Invalid
from satchel.base.percent import unquoted
from satchel.dialects.http import form_arrays, json_text, multipart
from satchel.dialects.http.text_decoding import text

#: Fields of a form, and parts of a multipart body, whatever they are called.
MAX_FIELDS = 1000

#: A time above this is taken for milliseconds: as seconds it would be in the year 5138.
MAX_SECONDS = 100_000_000_000

_BOM = b"\xef\xbb\xbf"
_FORM = re.compile(rb"[A-Za-z_.]+(=|\[|%5[Bb])")
#: In a form a plus sign is a blank. Replacing each takes C eight times as long, in one call.
_BLANKS = bytes.maketrans(b"+", b" ")
_SIGNED = re.compile(r"^[+-]?\d{1,19}$", re.ASCII)
_WORDS = {
    "1": True,
    "true": True,
    "yes": True,
    "on": True,
    "0": False,
    "false": False,
    "no": False,
    "off": False,
}

Values = dict[str, Any]
# `Params` has methods of these names.
Number = int
Truth = bool
T = TypeVar("T")


def query_values(query: bytes) -> Values:
    """The parameters of a query string; the last of several with one name counts."""
    return _pairs(query) if query else {}


def body_values(body: bytes, content_type: str) -> Values:
    """The parameters in a body. Raises `Invalid` when it cannot be read as what it says it is.

    JSON is recognised by its type or by its first character, since scripts that post JSON often
    leave the type of a form; and a form is one under the type of JSON too.
    """
    if not body.strip():
        return {}
    kind = content_type.partition(";")[0].strip().lower()
    if kind == "multipart/form-data":
        return multipart.values(body, content_type, MAX_FIELDS)
    body = body.removeprefix(_BOM)
    if body.lstrip()[:1] == b"{" or (kind.endswith("json") and not _FORM.match(body)):
        return json_values(body)
    return _pairs(body)


def json_values(body: bytes) -> Values:
    """The members of a JSON object. Raises `Invalid` for anything else."""
    try:
        values = json_text.read(body.removeprefix(_BOM))
    except (ValueError, RecursionError):
        raise Invalid("The body is not JSON.") from None
    if not isinstance(values, dict):
        raise Invalid("The body is not a JSON object.")
    return values


def parse_json(text: str) -> Any:
    """The value of a JSON text. Raises `Invalid`."""
    try:
        return json_text.read(text.encode("utf-8", "surrogatepass"))
    except (ValueError, RecursionError):
        raise Invalid("That is not JSON.") from None


def unquote(text: str) -> str:
    """`text` without its percent escapes; what they hide is UTF-8, and U+FFFD where it is none."""
    return unquoted(text.encode("utf-8", "surrogatepass")).decode("utf-8", "replace") if "%" in text else text


def _pairs(encoded: bytes) -> Values:
    fields = encoded.translate(_BLANKS).split(b"&", MAX_FIELDS + 1)
    if len(fields) > MAX_FIELDS:
        raise Invalid("There are too many fields.")
    values: Values = {}
    for field in fields:
        if field:
            name, _, value = field.partition(b"=")
            form_arrays.put(values, text(unquoted(name)), text(unquoted(value)))
    return values


class Params:
    """The parameters of a call, read by name; whatever is refused is refused by its name.

    A parameter that is missing, null or empty gives nothing, and so do the words in `nothing`: what a
    protocol's programs write that put a value into an address though they have none.
    """

    __slots__ = ("nothing", "values")

    def __init__(self, values: Values, nothing: Collection[str] = ()) -> None:
        self.values = values
        self.nothing = nothing

    def get(self, name: str) -> Any:
        """The value as it was sent; None where it gives nothing."""
        value = self.values.get(name)
        if value == "" or (self.nothing and isinstance(value, str) and value.strip().lower() in self.nothing):
            return None
        return value

    def text(self, name: str) -> str:
        """A text, "" where none was sent; of numbers their digits. Raises `Invalid` for lists and objects."""
        value = self.values.get(name)
        if type(value) is str:
            return value
        if value is None:
            return ""
        if isinstance(value, bool):
            return "1" if value else "0"
        if isinstance(value, Number | float):
            return str(value)
        raise Invalid(f"The parameter {name[:40]} is not text.", field=name)

    def word(self, name: str) -> str:
        """A text without the blanks around it, in lower case; "" for nothing. Raises as `text`."""
        word = self.text(name).strip().lower()
        return "" if word in self.nothing else word

    def int(self, name: str) -> Number | None:
        """A whole number of 64 bits; None for nothing. Raises `Invalid`."""
        try:
            return _number(self.get(name))
        except Invalid:
            raise Invalid(f"The parameter {name} is not a number.", field=name) from None

    def bool(self, name: str) -> Truth | None:
        """Yes or no; None for nothing. Raises `Invalid`."""
        try:
            return _truth(self.get(name))
        except Invalid:
            raise Invalid(f"The parameter {name} is neither 0 nor 1.", field=name) from None

    def time(self, name: str) -> Number | None:
        """A time in ms since 1970, from seconds or milliseconds; None for nothing and for 0. Raises `Invalid`."""
        at = self.int(name)
        if at is None or at <= 0:
            return None
        return at if at > MAX_SECONDS else at * 1000

    def choice(
        self, name: str, choices: Mapping[str, T], otherwise: T, *, unchosen: Collection[str] = ()
    ) -> T:
        """What the word stands for; `otherwise` for nothing, and for words in `unchosen`.

        Raises `Invalid`, which tells the words there are.
        """
        word = self.word(name)
        if not word or word in unchosen:
            return otherwise
        try:
            return choices[word]
        except KeyError:
            known = ", ".join(choices)
            raise Invalid(f"The parameter {name} is none of: {known}.", field=name) from None


def _number(value: Any) -> int | None:
    """A whole number from a number, a numeric string or a float; None when nothing is given.

    Raises `Invalid` for anything else, and for what 64 bits cannot hold.
    """
    if value is None or value == "":
        return None
    if isinstance(value, str):
        value = value.strip()
        if _SIGNED.match(value):
            value = int(value)
        else:
            try:
                value = float(value)
            except ValueError:
                raise Invalid("That is not a number.") from None
    if isinstance(value, float):
        if not math.isfinite(value):
            raise Invalid("That is not a number.")
        value = int(value)
    if not isinstance(value, int) or not -(2**63) <= value < 2**63:
        raise Invalid("That is not a number.")
    return int(value)


def _truth(value: Any) -> bool | None:
    """A truth value from 0, 1, "0", "1", true, "true" and their like; None when nothing is given.

    Raises `Invalid` for anything else.
    """
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return value
    word = str(int(value)) if isinstance(value, float) and math.isfinite(value) else str(value)
    truth = _WORDS.get(word.strip().lower())
    if truth is None:
        raise Invalid("That is neither yes nor no.")
    return truth


def basic(header: bytes) -> tuple[str, str] | None:
    """Name and password of an HTTP Basic header; None when there is none that can be read."""
    scheme, _, encoded = header.strip().partition(b" ")
    if scheme.lower() != b"basic":
        return None
    try:
        raw = base64.b64decode(encoded.strip() + b"=" * (-len(encoded.strip()) % 4), validate=True)
    except (binascii.Error, ValueError):
        return None
    try:
        decoded = raw.decode()
    except UnicodeDecodeError:
        decoded = raw.decode("latin-1")
    name, colon, password = decoded.partition(":")
    return (name, password) if colon else None
