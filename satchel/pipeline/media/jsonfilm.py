"""What a page declares about the film that it shows."""

from __future__ import annotations

from satchel.model.articles import Player, Video
from satchel.pipeline.links import absolute
from satchel.pipeline.media.lists import number, seconds_of
from satchel.pipeline.media.players import film_at
from satchel.pipeline.metadata.jsonld import words
from satchel.pipeline.metadata.read import Metadata


def declared_film(meta: Metadata) -> tuple[int | None, int, int]:
    """Length in seconds (None if not declared), width and height in pixels (0 if not declared)."""
    found, film = meta.collected, meta.linked.film
    lengths = [words(film.get("duration")), found.meta("og:video:duration", "video:duration", "duration")]
    lengths += [value for value, _ in found.props.get("duration", ())[:1]]
    seconds = next((length for text in lengths if text and (length := seconds_of(text)) is not None), None)
    return seconds, number(found.meta("og:video:width")), number(found.meta("og:video:height"))


def announced_film(meta: Metadata, url: str) -> Video | None:
    """The film that a page says it is, on whatever player; None when it says it is something else."""
    if not meta.declared_kind.startswith("video"):
        return None
    found = meta.collected
    source = absolute(found.meta("og:video:secure_url", "og:video:url", "og:video"), url) or url
    seconds, width, height = declared_film(meta)
    known = film_at(source)
    if known is not None:
        return Video(known.watch, known.player, known.vid, width, height, seconds)
    is_file = found.meta("og:video:type").lower().startswith("video/")
    return Video(source, Player.FILE if is_file else Player.FRAME, "", width, height, seconds)
