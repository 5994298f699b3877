"""Bodies that are one picture, film, recording or other file."""

from __future__ import annotations

from html import escape

from satchel.model.articles import Article, Author, Image, Player, Presence, Video
from satchel.pipeline.clean import clean
from satchel.pipeline.files.id3 import read_tag
from satchel.pipeline.links import file_name
from satchel.pipeline.media.imagesize import image_size
from satchel.pipeline.metadata.title import plain


def read_image(body: bytes, url: str) -> Article:
    """The item of a picture: itself, with its size where the format tells it early."""
    width, height = image_size(body)
    title = plain(file_name(url))
    html = clean(f'<figure><img src="{escape(url)}" alt="{escape(title)}" loading="lazy"></figure>')
    return Article(
        html=html,
        lead_image=url,
        images=(Image(url, width, height, title),),
        has_image=Presence.IS,
    )


def read_film(url: str) -> Article:
    """The item of a film."""
    html = clean(f'<video src="{escape(url)}" controls></video>')
    return Article(html=html, videos=(Video(url, Player.FILE),), has_video=Presence.IS)


def read_recording(body: bytes, url: str) -> Article:
    """The item of a recording, by the tag at its head; players that know films play it too."""
    tag = read_tag(body)
    html = clean(f'<audio src="{escape(url)}" controls></audio>')
    return Article(
        title=tag.title,
        html=html,
        site=tag.album,
        authors=(Author(tag.artist),) if tag.artist else (),
        videos=(Video(url, Player.FILE, seconds=tag.seconds),),
        has_video=Presence.IS,
        seconds=tag.seconds,
    )


def read_other(note: str = "") -> Article:
    """The item of a file that has nothing to show but its name."""
    return Article(log=(note,) if note else ())
