"""The name that a Content-Disposition header gives to a file, in all the ways that servers write it."""

from __future__ import annotations

import re
from urllib.parse import unquote_to_bytes

MAX_NAME = 200  #: letters; no file system takes more

_PARAMETER = re.compile(r";\s*([a-z*]{1,20})\s*=\s*(\"(?:[^\"\\]|\\.)*\"?|[^;]*)", re.IGNORECASE | re.DOTALL)
_EXTENDED = re.compile(r"(utf-8|iso-8859-1)'[^']*'(.*)\Z", re.IGNORECASE | re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]+")
_MAX_HEADER = 4_096


def file_name(header: str) -> str:
    """The declared name without folders and unseen signs; "" where there is none.

    `header` is the field's value as latin-1. `filename*` wins over `filename`, as the standard has it;
    raw UTF-8 and percent-encoding in `filename` are read as browsers read them.
    """
    found: dict[str, str] = {}
    for match in _PARAMETER.finditer(";" + header.partition(";")[2][:_MAX_HEADER]):
        found.setdefault(match[1].lower(), match[2].strip())
    return _plain(_extended(found.get("filename*", ""))) or _plain(_simple(found.get("filename", "")))


def _extended(value: str) -> str:
    match = _EXTENDED.match(value.strip('"'))
    if match is None:
        return ""
    return unquote_to_bytes(match[2]).decode(match[1].lower(), "replace")


def _simple(value: str) -> str:
    if value.startswith('"'):
        value = _ESCAPED.sub(r"\1", value[1:].removesuffix('"'))
    raw = value.encode("latin-1", "replace")
    if "%" in value:
        raw = unquote_to_bytes(raw)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _plain(name: str) -> str:
    name = _UNSEEN.sub("", name).replace("\\", "/").rstrip("/").rpartition("/")[2].strip(" .")
    return name[:MAX_NAME]
