"""What a page declares about the film that it shows."""

from __future__ import annotations

from satchel.pipeline.media.lists import number, seconds_of
from satchel.pipeline.metadata.jsonld import words
from satchel.pipeline.metadata.read import Metadata


def declared_film(meta: Metadata) -> tuple[int | None, int, int]:
    """Length in seconds (None if not declared), width and height in pixels (0 if not declared)."""
    found, film = meta.collected, meta.linked.film
    lengths = [words(film.get("duration")), found.meta("og:video:duration", "video:duration", "duration")]
    lengths += [value for value, _ in found.props.get("duration", ())[:1]]
    seconds = next((length for text in lengths if text and (length := seconds_of(text)) is not None), None)
    return seconds, number(found.meta("og:video:width")), number(found.meta("og:video:height"))
