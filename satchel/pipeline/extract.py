"""Bytes in, article out: the one door to everything in this folder that reads pages."""

from __future__ import annotations

import msgspec

from satchel.model.articles import Article
from satchel.pipeline.article.trace import ASKED
from satchel.pipeline.files.data import read_json
from satchel.pipeline.files.feed import read_feed
from satchel.pipeline.files.markdown import read_markdown
from satchel.pipeline.files.pdf import read_pdf
from satchel.pipeline.files.plaintext import read_text
from satchel.pipeline.files.single import read_film, read_image, read_other, read_recording
from satchel.pipeline.given import read_given
from satchel.pipeline.links import file_name
from satchel.pipeline.metadata.shown import DAY
from satchel.pipeline.metadata.title import plain
from satchel.pipeline.page import read_page
from satchel.pipeline.parsing.sniff import Kind, sniff
from satchel.pipeline.refresh import is_bare, read_refresh
from satchel.pipeline.rules.book import Rules, shipped
from satchel.pipeline.whole import read_whole


def extract(
    body: bytes,
    url: str,
    *,
    media_type: str = "",
    charset: str = "",
    rules: Rules | None = None,
    refresh: str = "",
    filename: str = "",
    now: int | None = None,
    whole: bool = False,
    explain: str = "",
) -> Article:
    """Everything that can be said about a downloaded body.

    `url` is its final address; `media_type` and `charset` are what the server declared ("" for
    nothing), as are `refresh`, the header that leads on, and `filename`. Of a picture, film or
    recording the first 64 KB are enough. `rules` are the rules of sites to go by, the shipped ones
    if they are left out; `now` is the time in milliseconds: no day to come is one of publishing. With
    `whole` nothing of a page is judged away.
    The log tells where the words to `explain` went.
    No network, no files; the same bytes give the same article. Gives an article for any bytes; what
    fails inside leaves at least a title. Raises only MemoryError and RecursionError.
    """
    asking = ASKED.set("".join(explain.split()))
    try:
        kind = sniff(body, media_type.strip().lower(), url, charset)
        if whole and kind is Kind.HTML:
            article = _dated(read_whole(body, url, charset, now), now)
        else:
            article = _dated(_read(kind, body, url, charset, rules or shipped(), now), now)
        article = _led_on(article, kind, url, refresh)
    except (MemoryError, RecursionError):
        raise
    except ImportError as error:
        raise MemoryError("a part of extraction could not be loaded") from error
    except Exception as error:  # a fault of ours must not cost the reader the save
        article = read_other(f"extraction failed: {type(error).__name__}: {error}"[:200])
    finally:
        ASKED.reset(asking)
    return _titled(article, url, filename)


def extract_html(html: str, url: str, *, rules: Rules | None = None, now: int | None = None) -> Article:
    """Everything that can be said about HTML that somebody handed in as the text of the page at `url`.

    Promises what `extract` does. `url` may be "", then links without an address of their own are lost.
    """
    try:
        return _dated(read_given(html, url, rules or shipped(), now), now)
    except (MemoryError, RecursionError):
        raise
    except ImportError as error:
        raise MemoryError("a part of extraction could not be loaded") from error
    except Exception as error:  # a fault of ours must not cost the reader the save
        return read_other(f"extraction failed: {type(error).__name__}: {error}"[:200])


def _titled(article: Article, url: str, filename: str) -> Article:
    """The article with the name of its file where it has no title of its own."""
    if article.title:
        return article
    name = plain(filename) or plain(file_name(url))
    return msgspec.structs.replace(article, title=name, by_name=True)


def _led_on(article: Article, kind: Kind, url: str, refresh: str) -> Article:
    """The article with where the header says that it leads on to."""
    if not refresh or kind not in (Kind.HTML, Kind.TEXT) or not is_bare(article):
        return article
    return msgspec.structs.replace(article, refresh=read_refresh(refresh, url) or article.refresh)


def _dated(article: Article, now: int | None) -> Article:
    """The article without days that have yet to come."""
    if now is None:
        return article
    published, updated = (
        moment if moment is not None and moment <= now + DAY else None
        for moment in (article.published_at, article.updated_at)
    )
    if (published, updated) == (article.published_at, article.updated_at):
        return article
    return msgspec.structs.replace(article, published_at=published, updated_at=updated)


def _read(kind: Kind, body: bytes, url: str, charset: str, rules: Rules, now: int | None) -> Article:
    if kind is Kind.HTML:
        return read_page(body, url, charset, rules.for_url(url), now)
    if kind is Kind.TEXT:
        return read_text(body, url, charset)
    if kind is Kind.MARKDOWN:
        return read_markdown(body, url, charset)
    if kind is Kind.FEED:
        return read_feed(body, url, charset)
    if kind is Kind.JSON:
        return read_json(body, url, charset)
    if kind is Kind.PDF:
        return read_pdf(body, url)
    if kind is Kind.IMAGE:
        return read_image(body, url)
    if kind is Kind.VIDEO:
        return read_film(url)
    if kind is Kind.AUDIO:
        return read_recording(body, url)
    return read_other("a file of no kind that can be read")
