"""Names of character sets, as browsers understand them."""

from __future__ import annotations

import codecs

from webencodings.labels import LABELS

# Written by old programs and refused by browsers, though there is no doubt what is meant.
_ALSO = {
    "latin-1": "windows-1252",
    "ansi": "windows-1252",
    "win-1251": "windows-1251",
    "cp932": "shift_jis",
    "cp936": "gbk",
    "ms936": "gbk",
    "windows-936": "gbk",
    "gb18030-2000": "gb18030",
    "cp949": "euc-kr",
    "uhc": "euc-kr",
    "cp950": "big5",
    "big5hkscs": "big5",
    "eucjp": "euc-jp",
    "cp874": "windows-874",
    "koi8u": "koi8-u",
    "iso-8859-8i": "iso-8859-8-i",
    "utf16": "utf-16le",
}
# "x-user-defined" is windows-1252 where a page declares it, and "replacement" shows nothing at all:
# it stands for charsets in which letters hide markup. We would rather guess.
_MEANT = {"x-user-defined": "windows-1252", "replacement": ""}

# Where Python's codec of that name is narrower than what browsers accept, or has another name.
_CODECS = {
    "gbk": "gb18030",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "big5": "big5hkscs",
    "iso-8859-8-i": "iso-8859-8",
    "windows-874": "cp874",
    "macintosh": "mac_roman",
    "x-mac-cyrillic": "mac_cyrillic",
}


def charset_name(label: str) -> str:
    """The charset that a browser would use for this label, lower-case; "" when it knows none.

    The labels are those of the WHATWG Encoding standard: a page must not reach Python's other
    codecs (zip, idna, utf-7).
    """
    plain = label.strip().strip("\"'").lower()
    name = LABELS.get(plain) or _ALSO.get(plain, "")
    return _MEANT.get(name, name)


def codec_for(charset: str) -> str:
    """Python's codec for a name that `charset_name` gave."""
    return codecs.lookup(_CODECS.get(charset, charset)).name
