"""Names of character sets, as browsers understand them."""

from __future__ import annotations

import codecs

# What a page calls Latin-1 or ASCII is windows-1252 to every browser, and so on down the list.
_BROWSERS_MEAN = {
    "ascii": "windows-1252",
    "us-ascii": "windows-1252",
    "latin1": "windows-1252",
    "latin-1": "windows-1252",
    "l1": "windows-1252",
    "iso-8859-1": "windows-1252",
    "iso8859-1": "windows-1252",
    "iso_8859-1": "windows-1252",
    "ansi": "windows-1252",
    "cp1252": "windows-1252",
    "x-cp1252": "windows-1252",
    "unicode": "utf-16",
    "ucs-2": "utf-16",
    "utf8": "utf-8",
    "unicode-1-1-utf-8": "utf-8",
    "x-unicode20utf8": "utf-8",
    "iso-8859-9": "windows-1254",
    "latin5": "windows-1254",
    "iso-8859-11": "windows-874",
    "tis-620": "windows-874",
    "dos-874": "windows-874",
    "gb2312": "gbk",
    "gb_2312-80": "gbk",
    "x-gbk": "gbk",
    "chinese": "gbk",
    "csgb2312": "gbk",
    "ks_c_5601-1987": "euc-kr",
    "ks_c_5601-1989": "euc-kr",
    "ksc5601": "euc-kr",
    "korean": "euc-kr",
    "windows-949": "euc-kr",
    "sjis": "shift_jis",
    "x-sjis": "shift_jis",
    "shift-jis": "shift_jis",
    "ms_kanji": "shift_jis",
    "windows-31j": "shift_jis",
    "x-euc-jp": "euc-jp",
    "big5-hkscs": "big5",
    "x-x-big5": "big5",
    "cn-big5": "big5",
    "koi8": "koi8-r",
    "koi": "koi8-r",
    "cyrillic": "iso-8859-5",
    "win-1251": "windows-1251",
    "x-mac-roman": "macintosh",
    "mac": "macintosh",
    "x-mac-cyrillic": "x-mac-cyrillic",
    "logical": "iso-8859-8",
    "visual": "iso-8859-8",
}

# Where Python's codec of that name is narrower than what browsers accept.
_CODECS = {
    "gbk": "gb18030",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "big5": "big5hkscs",
    "windows-874": "cp874",
    "macintosh": "mac_roman",
    "x-mac-cyrillic": "mac_cyrillic",
}

# Everything else that may be believed; a page must not reach Python's other codecs (zip, idna, utf-7).
_KNOWN = frozenset(
    ["utf-8", "utf-16", "utf-16le", "utf-16be", "gbk", "gb18030", "big5", "euc-jp", "euc-kr", "shift_jis"]
    + ["iso-2022-jp", "koi8-r", "koi8-u", "ibm866", "macintosh", "x-mac-cyrillic", "windows-874"]
    + [f"windows-{number}" for number in range(1250, 1259)]
    + [f"iso-8859-{number}" for number in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)]
)


def charset_name(label: str) -> str:
    """The charset that a browser would use for this label, lower-case; "" when it knows none."""
    plain = label.strip().strip("\"'").lower()
    if plain.startswith("cp125"):
        plain = f"windows-{plain[2:]}"
    plain = _BROWSERS_MEAN.get(plain, plain)
    return plain if plain in _KNOWN else ""


def codec_for(charset: str) -> str:
    """Python's codec for a name that `charset_name` gave."""
    name = _CODECS.get(charset, charset)
    return codecs.lookup(name).name
