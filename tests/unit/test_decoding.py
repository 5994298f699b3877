"""Percent signs, charsets and JSON cost what their bytes cost, whatever these are."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote_to_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from satchel.base import json_weight, percent
from satchel.base.errors import Invalid
from satchel.dialects.http import json_text, params, text_decoding
from tests.patience import CPU


@given(st.text(alphabet="%0129afAFgz=+_ \r\n&é").map(str.encode))
def test_escapes_are_undone_as_the_standard_library_does(encoded: bytes) -> None:
    assert percent.unquoted(encoded) == unquote_to_bytes(encoded)


@pytest.mark.slow
@pytest.mark.parametrize("shift", range(4))
@pytest.mark.parametrize("each", [b"%41", b"%e9%", b"%%4", b"x%2"])
def test_escapes_between_two_pieces_stay_whole(shift: int, each: bytes) -> None:
    encoded = b"y" * shift + each * percent.MAX_PIECE
    assert percent.unquoted(encoded) == unquote_to_bytes(encoded)


def test_bytes_that_are_in_no_charset_are_read_at_the_speed_of_letters() -> None:
    """The standard library takes 300 times as long for these as for letters, and lets nobody else run meanwhile."""

    def cost(raw: bytes) -> float:
        return min(_cpu(lambda: text_decoding.text(raw)) for _ in range(5))

    assert cost(b"\x81" * 900_000) < 60 * cost(b"\xe9" + b"a" * 900_000)
    assert text_decoding.text(b"\x81\x8d\xe9") == "\ufffd\ufffdé"
    assert (
        text_decoding.text(b"\xe9" + b"a" * text_decoding.MAX_GUESSED)
        == "é" + "a" * text_decoding.MAX_GUESSED
    )


HEAVY = {
    "lists": b"[[]]",
    "objects": b"{}",
    "numbers": b"1",
    "texts": b'""',
    "large numbers": b"1e300",
    "deep": b"[" * 9 + b"]" * 9,
}


@pytest.mark.parametrize("each", HEAVY.values(), ids=HEAVY)
def test_json_of_very_many_values_is_refused_before_it_is_read(
    each: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[bytes] = []
    monkeypatch.setattr(json_text, "_decode", read.append)
    with pytest.raises(Invalid, match="more values"):
        params.json_values(b'{"a":[' + b",".join([each] * json_weight.MAX_WEIGHT) + b"]}")
    with pytest.raises(Invalid, match="more values"):
        params.json_values(b'{"a":' + b"1" * (json_text.MAX_UNWEIGHED + 1) + b"}")
    assert not read


def test_five_thousand_actions_with_ten_tags_each_are_read() -> None:
    action = {
        "action": "add", "url": "https://example.org/" + "x" * 900, "title": "A title, with a comma", "time": "1",
        "tags": ["tag"] * 10, "item_id": "12", "ref_id": "3", "a": 1, "b": 2, "c": 3, "d": 4, "e": 5, "f": 6, "g": 7,
    }  # fmt: skip
    values: dict[str, Any] = {"consumer_key": "k", "access_token": "t", "actions": [action] * 5000}
    assert params.json_values(json.dumps(values).encode()) == values


def test_numbers_are_read_as_python_reads_them() -> None:
    """The parser's own way takes 10 us for one like 1e300."""
    numbers = b"1e300,1.7976931348623157e308,2.2250738585072011e-308,1.5,-0.0"
    assert params.parse_json(f"[{numbers.decode()}]") == json.loads(b"[%b]" % numbers)
    assert _cpu(lambda: params.parse_json("[" + "1e300," * 30_000 + "1]")) < CPU / 10
    for number in ("1e999", "-1e999", "NaN", "Infinity"):
        with pytest.raises(Invalid):
            params.parse_json(f"[{number}]")


@pytest.mark.parametrize("head", ["A:", 'Content-Disposition: form-data; name="a"'])
def test_parts_count_whether_they_have_names_or_not(head: str) -> None:
    def parts(number: int) -> bytes:
        return f"--b\r\n{head}\r\n\r\n\r\n".encode() * number + b"--b--\r\n"

    assert params.body_values(parts(params.MAX_FIELDS), "multipart/form-data; boundary=b") in (
        {},
        {"a": ""},
    )
    with pytest.raises(Invalid, match="too many"):
        params.body_values(parts(params.MAX_FIELDS + 1), "multipart/form-data; boundary=b")


def test_a_type_that_fills_the_head_is_refused() -> None:
    with pytest.raises(Invalid):
        params.body_values(b"--b--\r\n", "multipart/form-data; " + "a=b; " * 20_000 + "boundary=b")


def _cpu(work: Callable[[], object]) -> float:
    begun = time.thread_time()
    work()
    return time.thread_time() - begun
