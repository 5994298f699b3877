"""The charset of a page that declares none, by its bytes."""

from __future__ import annotations

import re
import unicodedata

from chardetng_py import EncodingDetector

from satchel.base.charset_labels import charset_name, codec_for
from satchel.pipeline.links import host_of

MAX_LOOKED = 200_000  #: bytes that are looked at, from the first one beyond ASCII on
MAX_JUDGED = 20_000  #: letters that are compared with an alphabet
#: Of the letters beyond ASCII that must be of the page's language; foreign names are the rest.
AT_HOME = 0.9

_BEYOND = re.compile(rb"[\x80-\xff]")
_JAPANESE = re.compile(rb"\x1b\$[@B]")  # the shift of ISO-2022-JP, all of whose bytes are ASCII
_LANGUAGE = re.compile(
    rb"<html\b[^>]{0,1000}?\slang\s*=\s*[\"']?\s*([A-Za-z]{2,3}(?:-[A-Za-z]{2,8})*)"
    rb"|<meta\b[^>]{0,200}?content-language[^>]{0,100}?content\s*=\s*[\"']?\s*([A-Za-z]{2,3}(?:-[A-Za-z]{2,8})*)",
    re.I,
)
# Browsers weigh a guess by the country of the host; the language that a page declares says it better.
_COUNTRIES = {
    "ja": "jp", "ko": "kr", "zh": "cn", "zh-cn": "cn", "zh-hans": "cn", "zh-sg": "cn", "zh-tw": "tw", "zh-hant": "tw",
    "zh-hk": "hk", "zh-mo": "mo", "ru": "ru", "uk": "ua", "be": "by", "bg": "bg", "mk": "mk", "sr": "rs", "kk": "kz",
    "mn": "mn", "cs": "cz", "sk": "sk", "pl": "pl", "hu": "hu", "ro": "ro", "hr": "hr", "bs": "ba", "sl": "si",
    "sq": "al", "el": "gr", "tr": "tr", "az": "az", "he": "il", "iw": "il", "ar": "eg", "fa": "ir", "ur": "pk",
    "th": "th", "vi": "vn", "lt": "lt", "lv": "lv", "et": "ee",
}  # fmt: skip
# Languages whose charsets differ in few places: the detector may take one for the other, and the
# alphabet tells them apart. Letters beyond ASCII, and the charsets in which such pages were written.
_CENTRAL = ("windows-1250", "iso-8859-2")
_BALTIC = ("windows-1257", "iso-8859-13")
_WRITTEN = {
    "cs": ("áčďéěíňóřšťúůýž", _CENTRAL),
    "sk": ("áäčďéíĺľňóôŕšťúýž", _CENTRAL),
    "pl": ("ąćęłńóśźż", _CENTRAL),
    "hu": ("áéíóöőúüű", _CENTRAL),
    "ro": ("ăâîşţșț", (*_CENTRAL, "iso-8859-16")),
    "hr": ("čćđšž", _CENTRAL),
    "bs": ("čćđšž", _CENTRAL),
    "sl": ("čćđšž", _CENTRAL),
    "lt": ("ąčęėįšųūž", _BALTIC),
    "lv": ("āčēģīķļņōŗšūž", _BALTIC),
    "et": ("äöõüšž", _BALTIC),
    "tr": ("çğıiöşüâîû", ("windows-1254",)),
}


def detect(body: bytes, url: str = "") -> str:
    """The charset that a page without a declaration was most likely written in.

    `url` is its address: the country of its host counts where the page declares no language.
    The guess is that of Firefox; for languages whose charsets are much alike, the one that gives
    letters of that language. ASCII alone is "utf-8". Never raises.
    """
    if _JAPANESE.search(body):
        return "iso-2022-jp"
    first = _BEYOND.search(body)
    if first is None:
        return "utf-8"
    start = max(0, first.start() - 1)  # whether a word begins there counts
    sample = body[start : start + MAX_LOOKED]
    language = _language(body[:4096])
    plain = language.partition("-")[0]
    guess = _guessed(sample, _COUNTRIES.get(language) or _COUNTRIES.get(plain) or _country(url))
    if plain not in _WRITTEN:
        return guess
    alphabet, charsets = _WRITTEN[plain]
    shares = [(_share(sample, name, alphabet), name) for name in (guess, *charsets)]
    best = max(share for share, _ in shares)
    return next(name for share, name in shares if share == best) if best >= AT_HOME else guess


def _guessed(sample: bytes, country: str) -> str:
    detector = EncodingDetector()
    detector.feed(sample, last=len(sample) < MAX_LOOKED)
    name = detector.guess(tld=country.encode() or None, allow_utf8=False)
    return charset_name(name) or "windows-1252"


def _language(head: bytes) -> str:
    found = _LANGUAGE.search(head)
    return (found[1] or found[2]).decode("ascii").lower() if found else ""


def _country(url: str) -> str:
    """The last part of the host's name; "" where it is no name."""
    end = host_of(url).rpartition(".")[2]
    return end if end.isascii() and end.replace("-", "a").isalnum() and not end.isdigit() else ""


def _share(sample: bytes, charset: str, alphabet: str) -> float:
    """How much of what is beyond ASCII, but for punctuation, are letters of the alphabet."""
    text = sample[:MAX_JUDGED].decode(codec_for(charset), "replace").lower()
    beyond = [letter for letter in text if letter > "\x7f" and unicodedata.category(letter)[0] not in "PZM"]
    return sum(1 for letter in beyond if letter in alphabet) / len(beyond) if beyond else 0.0
