"""What the words beside a day say of it."""

from __future__ import annotations

import re
from enum import Enum

from satchel.pipeline.metadata.labels import begins_with_label

MAX_LABEL = 6  #: words before a day; more are a sentence that mentions one
MAX_EASTERN = 12  #: letters of a label in a script without gaps

_PUBLISHED = re.compile(
    r"publi[sckzqeé]|press(?:emitteilung|einformation| release)|posted|submitted|veröffentlicht|erschienen|erstellt"
    r"|online\b|mis en ligne|paru\b|pubblicat|inserito|gepubl|geplaatst|offentliggj|udgivet|lagt ut|julkaistu|opublik"
    r"|dodan[oey]|zveřejn|vydáno|zverejn"
    r"|közzétéve|megjelen|objavlj|avaldatud|paskelbta|објав|опубл|размещ|публик|δημοσ|yayı[nm]|giriş tarihi|eklenme"
    r"|tayang|diterbitkan|được đăng|đăng (?:ngày|lúc)|เผยแพร่|प्रकाश|প্রকাশ|نشر|منتشر|انتشار|פורסם|公開|投稿|掲載|配信"
    r"|发布|发表|發布|發佈|發表|刊登|게시|등록|입력|작성",
    re.I,
)
_CHANGED = re.compile(
    r"updat|modif|chang|edited|revis|review|amend|correct|\blast\b|geändert|aktuali|überarbeitet|\bstand\b|letzte"
    r"|mise? à jour|actuali|aggiorna|modific|atualiz|bijgewerkt|gewijzigd|uppdater|oppdater|opdater|päivit|muokattu"
    r"|zaktual|zmienion|обновл|измен|оновл|змінен|upraven|frissít|módosít|ажур|ενημ|güncel|更新|最終|修正|編集|编辑"
    r"|수정|갱신|تحديث|עודכן|cập nhật|diperbarui|แก้ไข|อัปเดต|अपडेट|अद्यतन|আপডেট|হালনাগাদ|روزرسان|ویرایش",
    re.I,
)
# Words that stand before or beside the word for "published", or in its place.
_PLAIN = re.compile(
    r"(?:first|originally|original|date|dated|datum|data|fecha|this|dieser|entry|beitrag|was|wurde|article|artikel|story|post|news|written|created|erstmals|zuerst"
    r"|am|vom|on|the|den|der|le|el|il|em|op|dnia|du|de|da|av|at|in|by|von|par|por|di|af|door|дата|от|تاریخ|تاريخ|日付|日期|日時|時間|时间|来源|날짜)",
    re.I,
)
_BY = re.compile(r"(?:\w+\s+)?(?:by|von|par|por|di|af|av|door)\b", re.I)
_TIMED = re.compile(r"\s*[,·-]?\s*\d{1,2}:\d{2}")
_BEGINS_APART = re.compile(r"\s*[|·•・–—/]")
#: In the scripts of India and Siam the signs of vowels are no letters to `\w`.
_WORD = re.compile("(?:[^\\W\\d_]|[\u0900-\u0e4e])+")
_VOWELS = re.compile("[\u064b-\u0652]")  #: marks that Arabic may write over its letters
_APART = re.compile(r"[|·•–—/,>»\]]\s*$")
_CLOCK = re.compile(
    r"\d{1,2}(?:時|시|点|點)(?:\s?\d{1,2}[分분])?(?!\S*更新)|\d{1,2}[:.h]\d{2}(?::\d{2})?(?:\s*[ap]\.?m\b\.?)?|[+-]\d{2}:?\d{2}"
    r"|\b(?:UTC|GMT|[A-Z]{1,2}[SD]?T|uhr|at|um|klo?|om|alle|às|a las|saat|o godz|u|ob|в|о|น)\b\.?",
    re.I,
)
_DAY_NAME = re.compile(
    r"^\W*(?:[^\W\d_]{2,12}\.?,|(?:mon|tue|wed|thu|fri|sat|sun|die|mit|don|fre|sam|son|lun|mar|mer|jeu|ven|dim|mié|jue|vie"
    r"|sáb|sab|dom|gio|seg|ter|qua|qui|sex|maa|din|woe|vri|zat|zon|pon|wto|śro|czw|pią|sob|nie|mån|tis|ons|tor|lör|sön|пон"
    r"|вто|сре|чет|пят|суб|вос|ال[أا]ح|ال[إا]ث|الث|ال[أا]ر|الخ|الج|الس)[^\W\d_]{0,9}\.?)\s*$",
    re.I,
)
_DAY_BEHIND = re.compile(r"^\W*,\s*[^\W\d_]{2,12}\W*$")  #: Hungarians name the day behind its date


class Said(Enum):
    """What is said of a day."""

    PUBLISHED = "published"
    CHANGED = "changed"
    NOTHING = "nothing"  #: it stands alone
    ANOTHER = "another"  #: the day of something else, or in the middle of a sentence


def said_of(before: str, after: str = "") -> Said:
    """What the words before a day say of it, and those behind it where there are none before."""
    before = _CLOCK.sub(" ", _VOWELS.sub("", before))
    words = _WORD.findall(before)
    if _PUBLISHED.search(before):
        return Said.PUBLISHED if _is_label(before, words) else Said.ANOTHER
    if _CHANGED.search(before):
        return Said.CHANGED
    behind = _CLOCK.sub(" ", after).lstrip(" \t\n,.;:()|·–—-")[:40]
    if not words or all(_PLAIN.fullmatch(word) for word in words):
        first = " ".join(_WORD.findall(behind)[:2])
        if _CHANGED.search(first):
            return Said.CHANGED
        if _PUBLISHED.search(first):
            return Said.PUBLISHED
        if words and _is_sentence(before, after):
            return Said.ANOTHER
        return Said.PUBLISHED if words else Said.NOTHING
    return Said.ANOTHER


def is_apart(before: str) -> bool:
    """True for words that something parts from what follows: the name of a writer or of a rubric."""
    return bool(_APART.search(before))


def ends_apart(before: str) -> bool:
    """True for words that a bar or a dot in the middle of the line parts from the day behind them."""
    return before.rstrip().endswith(("|", "·", "•", "・"))


def begins_apart(after: str) -> bool:
    """True for words that something parts from the day before them: a rubric, the minutes of reading, a writer."""
    rest = _CLOCK.sub(" ", after)
    return bool(_BEGINS_APART.match(rest) or _TIMED.match(after)) or begins_with_label(rest)


def is_day_name(before: str) -> bool:
    """True for a single word and nothing else, as the name of a day before its date."""
    return bool(_DAY_NAME.match(before))


def is_byline(before: str) -> bool:
    """True for words that name a writer: "By Ann Bee on"."""
    return bool(_BY.match(before.strip())) or begins_with_label(before)


def is_date_alone(before: str, after: str) -> bool:
    """True for a line that has no words besides its day, the name of the day and the time."""
    rest = _DAY_BEHIND.sub("", _CLOCK.sub(" ", after).lstrip("日일"))
    return not _WORD.search(rest) and (not _WORD.search(before) or is_day_name(before))


def _is_sentence(before: str, after: str) -> bool:
    """True for "On" and "the river rose above the second step.": the words around a day go on behind it."""
    rest = after.strip()
    if before.rstrip().endswith((":", "：")) or not rest.lstrip(", ")[:1].isalpha() or is_byline(rest):
        return False
    return rest.endswith((".", "!", "?", "…", "。")) or len(_WORD.findall(rest)) > MAX_LABEL


def _is_label(before: str, words: list[str]) -> bool:
    """True for "Published", "First published on", "Posted by Ann Bee"; a sentence mentions what else was published."""
    if not words:
        return False
    if ord(words[0][0]) > 0x2E80:
        return len(before.strip()) <= MAX_EASTERN
    first = bool(_PUBLISHED.search(words[0]) or _PLAIN.fullmatch(words[0]))
    return first and (len(words) <= MAX_LABEL or is_byline(before))
