"""Extraction in the shape that outside evaluations of extractors ask for."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import escape
from typing import Any

from satchel.model.articles import Article
from satchel.pipeline.extract import extract as read
from satchel.pipeline.humble import collect_rarely
from satchel.pipeline.media.players import film_at

collect_rarely()  # as in the process that does this in earnest


def extract(html: bytes, url: str) -> dict[str, Any]:
    """The article of a page as a plain dict; players, which we keep as links, as frames again."""
    article = read(html, url)
    if any(note.startswith("extraction failed") for note in article.log):
        raise RuntimeError(article.log[0])
    return {
        "text": article.text,
        "html": with_frames(article),
        "title": article.title,
        "authors": [author.name for author in article.authors],
        "date": _day(article.published_at),
        "lead_image": article.lead_image,
        "lang": article.language,
        "site": article.site,
        "excerpt": article.excerpt,
    }


def with_frames(article: Article) -> str:
    """The reader HTML with a frame in place of each link to a film, as evaluations count embeds."""
    html = article.html
    for video in article.videos:
        film = film_at(video.src)
        if film is not None:
            link = re.compile(rf'<a href="{re.escape(escape(film.watch))}"[^>]*>(?:<img[^>]*>|[^<]*)</a>')
            frame = f'<iframe src="{escape(video.src)}"></iframe>'.replace("\\", r"\\")
            html = link.sub(frame, html, count=1)
    return html


def _day(moment: int | None) -> str | None:
    return datetime.fromtimestamp(moment / 1000, UTC).strftime("%Y-%m-%d") if moment is not None else None
