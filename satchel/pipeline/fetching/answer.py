"""Reading the head of an answer: every field as hostile as the body."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from satchel.pipeline.fetching.disposition import file_name

_MEDIA_TYPE = re.compile(r"\s*([a-z0-9!#$&^_.+-]{1,100}/[a-z0-9!#$&^_.+-]{1,100})\s*(?:;|,|$)", re.IGNORECASE)
_CHARSET = re.compile(r";\s*charset\s*=\s*[\"']?([a-z0-9_:.+-]{1,40})", re.IGNORECASE)
_WHOLE_RANGE = re.compile(r"bytes 0-(\d{1,18})/(\d{1,18})\Z", re.IGNORECASE)

MAX_REFRESH = 8_192  #: letters, as of an address
_LEADING = frozenset((300, 301, 302, 303, 307, 308))
_DAY = 86_400  #: seconds; nobody is made to wait longer
_TEXTUAL = frozenset(("application/xml", "application/json", "application/pdf", "application/javascript"))


class Head:
    """Status and headers of an answer."""

    def __init__(self, status: int, headers: list[tuple[bytes, bytes]]) -> None:
        self.status = status
        self._headers = [(name.lower(), value) for name, value in headers]

    def _all(self, name: bytes) -> list[str]:
        return [value.decode("latin-1").strip() for key, value in self._headers if key == name]

    def _first(self, name: bytes) -> str:
        return next(iter(self._all(name)), "")

    def _last(self, name: bytes) -> str:
        found = self._all(name)
        return found[-1] if found else ""

    @property
    def location(self) -> bytes | None:
        """Where a 300, 301, 302, 303, 307 or 308 leads; None for every other answer."""
        if self.status not in _LEADING:
            return None
        return next((value for key, value in self._headers if key == b"location"), None)

    @property
    def refresh(self) -> str:
        """What the Refresh header says, "" if there is none. Browsers obey it like its twin in pages."""
        return _utf8(self._first(b"refresh"))[:MAX_REFRESH]

    @property
    def cookies(self) -> list[str]:
        """The Set-Cookie lines, in order."""
        return self._all(b"set-cookie")

    @property
    def cache_control(self) -> dict[str, str]:
        """What Cache-Control says: lower-case names with their values, "" for none; the first of a name counts."""
        said: dict[str, str] = {}
        for part in ",".join(self._all(b"cache-control")).split(","):
            name, _, value = part.partition("=")
            said.setdefault(name.strip().lower(), value.strip().strip('"'))
        said.pop("", None)
        return said

    @property
    def varies(self) -> set[str]:
        """The fields by which the site chose this answer, in lower case."""
        return {name for name in map(str.strip, ",".join(self._all(b"vary")).lower().split(",")) if name}

    @property
    def is_uncached(self) -> bool:
        """Whether an old site asks not to be cached, by Pragma."""
        return "no-cache" in ",".join(self._all(b"pragma")).lower()

    @property
    def age(self) -> int:
        """Seconds that the answer lay in caches before it came."""
        text = self._first(b"age")
        return int(text[:9]) if text.isascii() and text.isdecimal() else 0

    @property
    def expires_in(self) -> int | None:
        """Seconds from the answer's own Date to its Expires, 0 where that cannot be read; None where there is none."""
        text = self._first(b"expires")
        if not text:
            return None
        try:
            ends = parsedate_to_datetime(text)
        except (ValueError, TypeError, OverflowError, IndexError):
            return 0
        ends = ends if ends.tzinfo else ends.replace(tzinfo=UTC)
        return max(0, int((ends - self.date).total_seconds())) if self.date else 0

    @property
    def date(self) -> datetime | None:
        """The moment of the answer by the site's own clock; None if it does not say."""
        try:
            said = parsedate_to_datetime(self._last(b"date"))
        except (ValueError, TypeError, OverflowError, IndexError):
            return None
        return said if said.tzinfo else said.replace(tzinfo=UTC)

    @property
    def filename(self) -> str:
        """The name that the site gives to the file, without folders; "" if none."""
        return file_name(self._last(b"content-disposition"))

    @property
    def media_type(self) -> str:
        """Declared type in lower case, "" if none or not one."""
        match = _MEDIA_TYPE.match(self._last(b"content-type"))
        return match[1].lower() if match else ""

    @property
    def charset(self) -> str:
        """Declared charset in lower case, "" if none."""
        match = _CHARSET.search(self._last(b"content-type"))
        return match[1].lower() if match else ""

    @property
    def codings(self) -> list[str]:
        """Content codings in the order in which they were put on."""
        named = ",".join(self._all(b"content-encoding")).lower().split(",")
        return [name for name in map(str.strip, named) if name]

    @property
    def length(self) -> int:
        """Declared bytes on the wire, 0 if unknown."""
        text = self._last(b"content-length")
        return int(text) if text.isdecimal() and len(text) < 20 else 0

    @property
    def retry_after(self) -> int | None:
        """Seconds that the site asks to wait, a day at most; None if it does not say.

        A date is read against the answer's own Date, so no clock is needed.
        """
        text = self._last(b"retry-after")
        if text.isascii() and text.isdecimal():
            return min(int(text[:9]), _DAY)
        try:
            wait = parsedate_to_datetime(text) - parsedate_to_datetime(self._last(b"date"))
        except (ValueError, TypeError, OverflowError):
            return None
        return min(max(int(wait.total_seconds()), 0), _DAY)

    @property
    def is_part(self) -> bool:
        """Whether this is a 206 that does not hold the whole (nobody asked for a part)."""
        if self.status != 206:
            return False
        match = _WHOLE_RANGE.match(self._last(b"content-range"))
        return match is None or int(match[1]) + 1 != int(match[2])

    @property
    def is_permanent_failure(self) -> bool:
        """Whether asking again later would be answered in the same way."""
        return 300 <= self.status < 500 and self.status not in (408, 425, 429)


def is_wanted_whole(media_type: str) -> bool:
    """Whether the body is of use only as a whole: pages, texts, PDFs, data, and what has no type.

    Of pictures, films and archives the beginning is enough to know them by.
    """
    if media_type in _TEXTUAL or "/" not in media_type:
        return True
    kind, _, subtype = media_type.partition("/")
    return kind == "text" or (kind == "application" and subtype.endswith(("+xml", "+json")))


def is_cuttable(media_type: str) -> bool:
    """Whether the beginning of a large body can be read by itself: of pages and texts, not of PDFs."""
    return media_type != "application/pdf"


def _utf8(text: str) -> str:
    """A header as UTF-8 if it is that, else as it came."""
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:
        return text
