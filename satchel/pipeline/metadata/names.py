"""Names of people, read out of lines that were written for people."""

from __future__ import annotations

import re
from collections.abc import Iterable

from satchel.pipeline.metadata.labels import holds_label, is_label, without_label
from satchel.pipeline.metadata.title import plain, squeezed
from satchel.pipeline.metadata.wording import any_of

MAX_NAMES = 20
MAX_NAME = 120

_SPLIT = re.compile(
    rf"\s*(?:,(?:\s+{any_of('and')})?(?=\s)|[,;、|／/·•●\n]|\s(?:기자|특파원)(?:\s|$)|\s&\s"
    rf"|\s(?:{any_of('and')}|{any_of('with')}|(?-i:{any_of('small and')}))\s)\s*",
    re.I,
)
_GAP = re.compile(r"(?<=[\u3400-\u9fff]{2}) (?=[\u3400-\u9fff]{2})")
#: Behind it stand those who made what is beside the text.
_PICTURED = re.compile(rf"(?<=\w)\W+{any_of('picture')}\s*[:：].*", re.I | re.S)
# What follows a name in a byline and is none of it.
_AFTER = re.compile(
    rf"\s*(?:\b{any_of('after')}\b|\s[-–—]\s|[|(（【】\[•·@:：<>]|\s\d|^\d|\s?(?:기자|특파원|記者|记者)\b|\s[\u3400-\u9fff]{{2,4}}\s?[:：]).*$",
    re.I | re.S,
)
_WRITTEN = re.compile(r"^(?:(?:written )?by|words|text)\b", re.I | re.M)
_CHECKED = re.compile(rf"^(?:\w+\W)?{any_of('checked')}\w*(?: by\b|\W*\n).*$", re.I | re.M)
_ROLE = re.compile(rf"(?<=\w)[\s,]+(?:{any_of('rank')}\s+)*(?:\w+\s)?{any_of('role')}s?\b.*$", re.I | re.S)
_DEGREES = re.compile(rf"(?<=\w)[\s,]+{any_of('degree')}\b\.?.*$", re.I | re.S)
_THE = re.compile(rf"(?<=\w{{2}})\s+(?:for\s+)?{any_of('agency')}(?:\s.*|$)", re.I | re.S)
_NEVER = re.compile(
    r"https?:|www\.|@|\.(?:com|org|net|de)\b|^\d+$|^(?:post\s+)?admin(?:istrator)?\d*$"
    rf"|^(?:the\s+|our\s+)?{any_of('nobody')}s?$"
    rf"|^(?:our|your|my)\s|\{{\{{|%|^\[|^\W+$|\b{any_of('no name')}\b",
    re.I,
)
_NO_PART = re.compile(any_of("no part"))
_GROUPS = re.compile(rf"\b{any_of('group')}\b|{any_of('eastern group')}", re.I)
_HONOUR = re.compile(r"^(?:(?:dr|prof|med|mr|mrs|ms)\.\s*|(?:doctor|professor)\s+)+(?=\w+\s+\w)", re.I)
_BADGE = re.compile(rf"\s+{any_of('badge')}$", re.I)
_PARTICLE = re.compile(any_of("particle"))
_DAY = re.compile(
    r"\b\d{4}\b|\d{1,2}[./]\d{1,2}|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*\.?\s+\d", re.I
)
_PLACE = re.compile(rf"\n[^\n\d]+,\s*(?={_DAY.pattern})", re.I)  #: in a line of its own with the day
_ACRONYM = re.compile(r"^[A-Z][A-Z.&+]{1,6}$")
_SINGLE = re.compile(r"[^\W\d_a-z][^\W\d_]{2,14}$")
_SPEECH = re.compile("[“„«»!?]")
_ASIDE = re.compile(r"\s*\([^()]*\)(?=\s*[^\W\d_])")
_SHORTENED = re.compile(r"\w{2}.*\b(?:jr|sr|inc|ltd|co|e\.\s?v)\.$", re.I)
_WIDE = re.compile(r"^[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af・ 　]{2,14}$")


def split_names(text: str) -> list[str]:
    """The names in a byline: "By Ann Lee and Bo Ek, Senior Writers" gives two. At most 20."""
    text = "\n".join(filter(None, (plain(line, 600) for line in text[:600].split("\n"))))
    if text.startswith(("http:", "https:")):
        return []
    names: list[str] = []
    if _WRITTEN.search(text):
        text = _CHECKED.sub("", text)
    text = _PICTURED.sub("", text)
    signed = without_label(text)
    if signed != text:
        signed = _PLACE.sub("\n", signed)
    if "记者" in text:  # Japanese, who write a gap within a name, write the label otherwise
        signed = _GAP.sub(",", signed)
    for part in _SPLIT.split(signed)[:60]:
        day = _DAY.search(part)
        if day and names:
            break  # behind the date stand topics and counts
        if day and signed == text:
            continue
        name = tidy(part[: day.start()] if day else part)
        if name and name not in names and not is_never(name):
            names.append(name)
    if len(names) > 1:
        people = [name for name in names if is_person(name)]
        # Beside people stand their employers, degrees and offices.
        names = people or names
    return names[:MAX_NAMES]


def tidy(name: str) -> str:
    """One name without "by", titles, employers and what else follows it; "" when nothing is left."""
    name = _HONOUR.sub("", _AFTER.sub("", _ASIDE.sub("", without_label(name.strip().lstrip("【「")))))
    shorter = _THE.sub("", _DEGREES.sub("", _ROLE.sub("", name)))
    if len(shorter.split()) >= 2:
        name = shorter
    name = name.strip(" ,;:|-–—\"'“”*_#©").lstrip(".")
    name = _BADGE.sub("", name if _SHORTENED.search(name) else name.rstrip(" ."))
    half, rest = name[: len(name) // 2], name[(len(name) + 1) // 2 :]
    if half == rest and len(half) > 5:
        name = half  # said twice: once for the eye and once for the reader
    return name if 1 < len(name) <= MAX_NAME else ""


def is_never(name: str) -> bool:
    """True for what stands in the place of names and is none."""
    return bool(_NEVER.search(name) or is_label(name))


def is_group(name: str) -> bool:
    """True for the names of papers, agencies and offices."""
    return bool(_GROUPS.search(name) or _ACRONYM.match(name))


def is_person(name: str) -> bool:
    """True for what looks like a person's full name: two to five words, most with a capital; or a CJK name."""
    if is_never(name) or is_group(name):
        return False
    if _WIDE.match(name):
        return not holds_label(name)
    parts = name.split()
    if not 2 <= len(parts) <= 5 or any(letter.isdigit() for letter in name):
        return False
    if _SPEECH.search(name) or any(_NO_PART.fullmatch(part.strip(".,").lower()) for part in parts):
        return False
    # Many scripts know no capitals.
    small = {part for part in parts if part[0].islower() and part[1:2] not in "'’"}
    return len(parts) - len(small) >= 2 and all(map(_PARTICLE.fullmatch, small))


def is_single(name: str) -> bool:
    """True for what may be a single name: one word with a capital, and no other word that stands in bylines."""
    other = _NO_PART.fullmatch(name.lower()) or is_never(name) or is_group(name)
    return bool(_SINGLE.match(name)) and not other


def names_of_site(texts: Iterable[str]) -> set[str]:
    """The ways in which a site may write its own name, squeezed."""
    found = {squeezed(text.removeprefix("@")).removesuffix("com") for text in texts}
    found |= {name.removeprefix("the") for name in found}
    return {name for name in found if len(name) > 1}
