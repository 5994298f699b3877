"""The job that looks for a copy of a page in the Internet Archive, by its interface for what it has."""

from __future__ import annotations

import json
import logging
import re
from datetime import UTC, datetime
from functools import partial
from urllib.parse import quote, urlsplit

import msgspec

from satchel.base import log
from satchel.jobs.budget import Budget
from satchel.jobs.following import Extractor, For, Web
from satchel.jobs.kinds import Kind, Retry
from satchel.library import copying
from satchel.library.context import Library
from satchel.model.articles import Article
from satchel.model.jobs import Job
from satchel.model.pages import FetchFailed, Page, Reason

#: The archive asks programs to come slowly; one at a time, and so many an hour for one person.
HOURLY = 360
RETRY = Retry((5, 30, 120, 720))

#: A copy: where the archive keeps it, when it was made, and of what.
_COPY = re.compile(r"(https?://[^/\s]+/web/)(\d{14})[a-z_]*/(https?://\S+)", re.IGNORECASE)
_HOME = "web.archive.org"
_PICTURE = re.compile(r'(<img\b[^>]*?\ssrc=")(?=https?://)', re.IGNORECASE)

_logger = logging.getLogger("satchel.copy")


def kind(library: Library, web: Web, extractor: Extractor, archive: str) -> Kind:
    """Copies as a kind of jobs; `archive` is the address of the archive, "" for none."""
    return Kind(
        run=partial(_run, library, web, extractor, archive), give_up=partial(_give_up, library),
        slots=1, retry=RETRY, budget=Budget(HOURLY),
    )  # fmt: skip


async def _run(library: Library, web: Web, extractor: Extractor, archive: str, job: Job) -> None:
    wanted = await library.run(copying.wanted, job)
    if wanted is None:
        return
    try:
        copy = await _closest(web, archive, wanted) if archive else None
        article = await _read(web, For(extractor, job.user_id), copy, wanted.url) if copy else None
    except FetchFailed as failure:
        now = library.clock.now()
        retry_at = None if failure.permanent else RETRY.at(now, job, failure.retry_after or 0)
        await library.run(copying.end, job, retry_at)
        log.event(
            _logger, "info", "copy_failed", item=job.key, reason=failure.reason, retry=retry_at is not None
        )
        return
    if copy is None or article is None:
        await library.run(copying.end, job)
        return
    await library.run(copying.keep, job, article, copy.address)
    log.event(_logger, "info", "copied", item=job.key, words=article.words)


async def _give_up(library: Library, job: Job) -> None:
    await library.run(copying.end, job)


class Copy(msgspec.Struct, frozen=True):
    """A copy of a page."""

    place: str  #: of all copies, with a slash at its end
    at: str  #: when it was made: year, month, day, hour, minute, second
    url: str  #: of the page

    @property
    def address(self) -> str:
        """Where people see it."""
        return f"{self.place}{self.at}/{self.url}"

    @property
    def plain(self) -> str:
        """Where it is as it was, without what the archive puts around it."""
        return f"{self.place}{self.at}id_/{self.url}"

    @property
    def pictures(self) -> str:
        """What stands before the address of a picture, for its copy."""
        return f"{self.place}{self.at}im_/"


async def _closest(web: Web, archive: str, wanted: copying.Wanted) -> Copy | None:
    """The copy that was made nearest to when the page was saved. Raises `FetchFailed`."""
    day = datetime.fromtimestamp(wanted.saved_at / 1000, UTC).strftime("%Y%m%d%H%M%S")
    answer = await web.fetch(f"{archive}/wayback/available?url={quote(wanted.url, safe='')}&timestamp={day}")
    return read_answer(answer.body, archive)


def read_answer(body: bytes, archive: str) -> Copy | None:
    """The copy that an answer of the archive names; None where it has none. Raises `FetchFailed` for no answer."""
    try:
        value = json.loads(body)
        found = value.get("archived_snapshots") or {}
        closest = found.get("closest") or {}
        address, status = closest.get("url"), str(closest.get("status", "200"))
    except (ValueError, AttributeError, RecursionError):
        raise FetchFailed(Reason.BROKEN, "no answer of the archive's interface") from None
    copy = _COPY.fullmatch(address.strip()) if isinstance(address, str) and closest.get("available") else None
    if copy is None or status != "200":
        return None
    host, ours = urlsplit(copy[1]).netloc, urlsplit(archive).netloc
    if host not in (_HOME, ours):
        return None  # copies lie at the archive and nowhere else
    place = copy[1].replace("http://", "https://") if host == _HOME else copy[1]
    return Copy(place, copy[2], copy[3])


async def _read(web: Web, extractor: Extractor, copy: Copy, url: str) -> Article | None:
    """The article in a copy, with its own pictures; None where there is no text in it. Raises `FetchFailed`."""
    page: Page = await web.fetch(copy.plain)
    article = await extractor.extract(msgspec.structs.replace(page, url=url, redirects=()))
    if not article.text.strip() or not article.words:
        return None
    before = copy.pictures
    return msgspec.structs.replace(
        article,
        html=_PICTURE.sub(rf"\g<1>{before}", article.html),
        images=tuple(msgspec.structs.replace(each, src=before + each.src) for each in article.images),
        lead_image=before + article.lead_image if article.lead_image else "",
    )
