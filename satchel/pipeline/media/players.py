"""Known players of films and recordings, recognised by their exact host."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

from satchel.model.articles import Player
from satchel.pipeline.parsing.tree import Element

_ID = re.compile(r"^[A-Za-z0-9_-]{1,64}$")
_NOWHERE = re.compile(r"\s*(?:about:|javascript:|data:|<)")
_YOUTUBE = frozenset(["youtube.com", "m.youtube.com", "music.youtube.com", "youtube-nocookie.com"])
_FRAMES = {
    "player.twitch.tv": "Twitch",
    "clips.twitch.tv": "Twitch",
    "w.soundcloud.com": "SoundCloud",
    "open.spotify.com": "Spotify",
    "embed.spotify.com": "Spotify",
    "embed.ted.com": "TED",
    "embed-ssl.ted.com": "TED",
    "player.bilibili.com": "bilibili",
    "streamable.com": "Streamable",
    "archive.org": "Internet Archive",
    "bandcamp.com": "Bandcamp",
    "embed.podcasts.apple.com": "Apple Podcasts",
    "players.brightcove.net": "Brightcove",
    "c.brightcove.com": "Brightcove",
    "fast.wistia.net": "Wistia",
    "fast.wistia.com": "Wistia",
    "content.jwplatform.com": "JW Player",
    "video.ted.com": "TED",
    "rutube.ru": "Rutube",
    "v.qq.com": "Tencent Video",
    "player.youku.com": "Youku",
    "upload.wikimedia.org": "Wikimedia",
    "giphy.com": "Giphy",
    "tiktok.com": "TikTok",
    "instagram.com": "Instagram",
    "embed.nicovideo.jp": "niconico",
}


class Film(NamedTuple):
    """A film on a known player."""

    player: Player
    vid: str
    watch: str  #: the page to watch it on
    preview: str  #: a still, "" when its address cannot be told from the id
    name: str  #: of the service


def film_at(url: str) -> Film | None:
    """The film that an address plays or shows, on a page or in a frame; None when it is no known player."""
    try:
        parts = urlsplit(url if "://" in url[:9] else f"https:{url}" if url.startswith("//") else url)
        host = (parts.hostname or "").lower().removeprefix("www.")
    except ValueError:
        return None
    if parts.scheme not in ("http", "https"):
        return None
    path = parts.path.strip("/").split("/")
    if host in _YOUTUBE or host == "youtu.be":
        return _youtube(host, path, parts.query)
    if host in ("vimeo.com", "player.vimeo.com"):
        return _vimeo(host, path)
    if host in ("dailymotion.com", "geo.dailymotion.com", "dai.ly"):
        return _dailymotion(host, path, parts.query)
    name = _FRAMES.get(host)
    if name is None:
        return None
    player = Player.BRIGHTCOVE if name == "Brightcove" else Player.FRAME
    query = parse_qs(parts.query)
    vid = next((query[key][0] for key in ("videoId", "video", "clip", "bvid") if query.get(key)), path[-1])
    return Film(player, vid if _ID.match(vid) else "", url, "", name)


def _youtube(host: str, path: list[str], query: str) -> Film | None:
    vid = ""
    if host == "youtu.be":
        vid = path[0]
    elif path[0] in ("embed", "v", "shorts", "live") and len(path) > 1:
        vid = path[1].partition("&")[0]
    elif path[0] in ("watch", "watch_popup"):
        vid = (parse_qs(query).get("v") or [""])[0]
    if vid == "videoseries":
        lists = (parse_qs(query).get("list") or [""])[0]
        if not _ID.match(lists):
            return None
        return Film(Player.YOUTUBE, "", f"https://www.youtube.com/playlist?list={lists}", "", "YouTube")
    if not _ID.match(vid) or len(vid) < 6:
        return None
    return Film(
        Player.YOUTUBE,
        vid,
        f"https://www.youtube.com/watch?v={vid}",
        f"https://i.ytimg.com/vi/{vid}/hqdefault.jpg",
        "YouTube",
    )


def _vimeo(host: str, path: list[str]) -> Film | None:
    vid = next((part for part in path if part.isascii() and part.isdigit()), "")
    if not vid or (
        host == "vimeo.com" and path[0] not in (vid, "channels", "groups", "album", "showcase", "video")
    ):
        return None
    player = Player.VIMEO_FRAME if host == "player.vimeo.com" else Player.VIMEO
    return Film(player, vid, f"https://vimeo.com/{vid}", "", "Vimeo")


def _dailymotion(host: str, path: list[str], query: str) -> Film | None:
    vid = path[0] if host == "dai.ly" else ""
    if not vid and "video" in path[:-1]:
        vid = path[path.index("video") + 1].partition("_")[0]
    if (not vid and path[0] == "player.html") or host == "geo.dailymotion.com":
        vid = vid or (parse_qs(query).get("video") or [""])[0]
    if not _ID.match(vid):
        return None
    still = f"https://www.dailymotion.com/thumbnail/video/{vid}"
    return Film(Player.DAILYMOTION, vid, f"https://www.dailymotion.com/video/{vid}", still, "Dailymotion")


def frame_address(element: Element) -> str:
    """Where a frame, embed or object points, also where it waits for a script or for consent."""
    names = (
        "src",
        *(name for name in map(str, element.keys()) if "src" in name),
        "data-original",
        "data-url",
        "data",
    )
    values = [value.strip() for value in map(element.get, names) if value and not _NOWHERE.match(value)]
    if values:
        return next((value for value in values if film_at(value) is not None), values[0])
    if element.tag == "object":
        for inner in element.iter("param", "embed"):
            value = inner.get("src") or (
                inner.get("value") if inner.get("name") in ("movie", "src") else None
            )
            if value:
                return value.strip()
    return ""
