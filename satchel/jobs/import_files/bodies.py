"""The articles that a file brings along: read as pages are, in the child process, and cleaned like them."""

from __future__ import annotations

import msgspec

from satchel.formats.imports.row import Own
from satchel.jobs.following import Reader
from satchel.jobs.import_files.file import ImportFile
from satchel.library import own_rows
from satchel.library.incoming import Incoming
from satchel.model.articles import Article, Author
from satchel.model.pages import FetchFailed, Page, Reason

_CHANGED = "One of its texts had markup that Satchel does not keep, and was cleaned."


async def with_article(row: Incoming, file: ImportFile, reader: Reader, user: int) -> None:
    """Give a row the article that its file has of it; none where that cannot be read, which the account says."""
    given = row.row
    assert given is not None
    row.row = None
    if row.own is not None:
        await _with_own(row, row.own, file, reader, user)
        return
    text = await file.text(row)
    try:
        if given.file:
            if not text.file:
                raise FetchFailed(Reason.UNREADABLE, "it cannot be had, or is too large", url=given.address)
            article = await reader.extract(Page(given.address, 200, "application/pdf", "", text.file), user)
        else:
            article = await reader.read_html(text.html, given.address, user)
    except FetchFailed:
        row.remarks = "\n".join(filter(None, (row.remarks, "Its text in the file could not be read.")))
        return
    if not article.text.strip():
        return
    row.article = msgspec.structs.replace(
        article,
        title=article.title or given.title,
        excerpt=article.excerpt or given.excerpt[:500],
        site=article.site or given.site,
        language=article.language or given.language,
        authors=article.authors or tuple(Author(name) for name in given.authors),
        published_at=article.published_at if article.published_at is not None else given.published_at or None,
    )


async def _with_own(row: Incoming, own: Own, file: ImportFile, reader: Reader, user: int) -> None:
    """Give a row of a file of our own its texts: each behind the last gate, whatever the file says."""
    found = []
    for number, told in enumerate(own.line.texts):
        given = await file.text(row, number)
        text = given.plain
        try:
            clean = await reader.clean_html(given.html, user)
        except FetchFailed:
            clean = Article()
        if clean.html != given.html:
            text = clean.text
            row.remarks = "\n".join(filter(None, (row.remarks, _CHANGED)))
        if clean.html or text:
            found.append(own_rows.text(told, clean.html, text))
    row.texts = own_rows.with_one_read(tuple(found))
