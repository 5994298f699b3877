"""Reading what any client sends."""

from __future__ import annotations

import base64
import json
from contextlib import suppress
from functools import partial
from urllib.parse import quote_from_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from satchel.base.errors import Invalid
from satchel.dialects.http import json_surrogates, params, text_decoding
from satchel.dialects.http.params import Params
from satchel.dialects.pocket_common import timestamps

FORM = "application/x-www-form-urlencoded"
MULTIPART = 'multipart/form-data; boundary="XX"'


def _multipart(*parts: tuple[str, bytes]) -> bytes:
    return (
        b"".join(
            b'--XX\r\nContent-Disposition: form-data; name="%b"\r\n\r\n%b\r\n' % (name.encode(), value)
            for name, value in parts
        )
        + b"--XX--\r\n"
    )


@pytest.mark.parametrize(
    ("body", "content_type", "values"),
    [
        (b"a=1&b=x+y%20z", FORM, {"a": "1", "b": "x y z"}),
        (b"a=1&a=2", FORM, {"a": "2"}),
        (b"a&b=&=c&&", FORM, {"a": "", "b": "", "": "c"}),
        (b"a.b=1", FORM, {"a_b": "1"}),
        (b"a=%E4", FORM, {"a": "ä"}),
        (b"a=%C3%A4", FORM + "; charset=iso-8859-1", {"a": "ä"}),
        (b"a=%zz", "", {"a": "%zz"}),
        ("ä=ö".encode(), "text/plain", {"ä": "ö"}),
        (b'{"a": 1, "b": [true, null]}', "application/json", {"a": 1, "b": [True, None]}),
        (b'{"a": "x"}', FORM, {"a": "x"}),
        (b' \n{"a": "x"}', "", {"a": "x"}),
        (b'\xef\xbb\xbf{"a": "x"}', "application/json; charset=UTF-8", {"a": "x"}),
        (b'{"a": 1}', "application/vnd.api+json", {"a": 1}),
        (b'\xef\xbb\xbf {"a": "x"}', FORM, {"a": "x"}),
        (b"\xef\xbb\xbfa.b=1&c=2", FORM, {"a_b": "1", "c": "2"}),
        (b"a=1&b=%22", "application/json", {"a": "1", "b": '"'}),
        (b"", FORM, {}),
        (b" \r\n", "application/json", {}),
        (
            b'{"a": "cut \\ud83d", "b": ["\\ude00\\ud83d", 1]}',
            FORM,
            {"a": "cut \ufffd", "b": ["\ufffd\ufffd", 1]},
        ),
        (b'{"a": "\\ud83d\\ude00 \\\\ud83d"}', FORM, {"a": "\U0001f600 \\ud83d"}),
        (_multipart(("a", b"1"), ("b", b"x\r\ny"), ("a", b"2")), MULTIPART, {"a": "2", "b": "x\r\ny"}),
        (_multipart(("url", b"http://example.org/\xe4")), MULTIPART, {"url": "http://example.org/ä"}),
    ],
)
def test_every_encoding_becomes_one_flat_mapping(
    body: bytes, content_type: str, values: dict[str, object]
) -> None:
    assert params.body_values(body, content_type) == values


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"{", "application/json"),
        (b"[1]", "application/json"),
        (b'"a"', "application/json"),
        (b"null", "application/json"),
        (b"=1", "application/json"),
        (b"nothing of the kind", "application/json"),
        (b'{"a": "\xff"}', "application/json"),
        (b'{"a": "\xed\xa0\x80"}', "application/json"),
        (b'{"a": "\\ud800", "b": NaN}', "application/json"),
        (b'{"a": "\\ud800"', "application/json"),
        (b'{"a": "\\ud800", "b": ' + b"[" * 100_000, "application/json"),
        (b'{"a":' * 5000 + b"1" + b"}" * 5000, "application/json"),
        (b"&".join(b"a%d=1" % n for n in range(1002)), FORM),
        (_multipart(*((f"a{n}", b"1") for n in range(1002))), MULTIPART),
        (b"--XX\r\nnonsense", MULTIPART),
        (b"x", "multipart/form-data"),
    ],
)
def test_what_has_no_meaning_is_refused(body: bytes, content_type: str) -> None:
    with pytest.raises(Invalid):
        params.body_values(body, content_type)


@given(st.binary(max_size=200), st.sampled_from((FORM, MULTIPART, "application/json", "", "\xff")))
def test_any_body_is_read_or_refused(body: bytes, content_type: str) -> None:
    with suppress(Invalid):
        assert isinstance(params.body_values(body, content_type), dict)
    assert isinstance(params.query_values(body), dict)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(), inner, max_size=2),
    max_leaves=4,
)


@given(anything)
def test_any_value_is_read_as_what_is_asked_or_refused(value: object) -> None:
    sent = Params({"x": value})
    for read in (sent.int, sent.bool, sent.time, sent.text, partial(timestamps.time, sent)):
        with suppress(Invalid):
            read("x")


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (None, None),
        ("", None),
        (7, 7),
        ("7", 7),
        (" 7 ", 7),
        ("-7", -7),
        ("+7", 7),
        (7.9, 7),
        ("7.9", 7),
        ("7e2", 700),
        (True, 1),
    ],
)
def test_numbers_come_in_many_shapes(value: object, number: int | None) -> None:
    assert Params({"x": value}).int("x") == number


@pytest.mark.parametrize(
    "value", ["x", "1x", [], {}, "nan", "inf", 2**63, "9" * 30, float("inf"), "0x10", "1e400"]
)
def test_what_is_no_number_is_refused(value: object) -> None:
    with pytest.raises(Invalid):
        Params({"x": value}).int("x")


@pytest.mark.parametrize(
    ("value", "truth"),
    [
        (None, None), ("", None), (0, False), ("0", False), (False, False), ("false", False), ("no", False),
        (1, True), ("1", True), (True, True), (" TRUE ", True), ("on", True), (1.0, True),
    ],
)  # fmt: skip
def test_truths_come_in_many_shapes(value: object, truth: bool | None) -> None:
    assert Params({"x": value}).bool("x") is truth


@pytest.mark.parametrize("value", ["2", 2, "maybe", [], {}, float("nan"), -1])
def test_what_is_neither_yes_nor_no_is_refused(value: object) -> None:
    with pytest.raises(Invalid):
        Params({"x": value}).bool("x")


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        (1_700_000_000, 1_700_000_000_000), ("1700000000", 1_700_000_000_000), (1_700_000_000_123, 1_700_000_000_123),
        ("1700000000.5", 1_700_000_000_500), (None, None), ("", None), (" ", None), (0, None), (-5, None),
        ("yesterday", None), ([], None), ({}, None), (True, None), (float("nan"), None), (1e300, None),
        ("9" * 400, None), (10**400, None),
    ],
)  # fmt: skip
def test_times_come_in_seconds_or_milliseconds(value: object, moment: int | None) -> None:
    assert timestamps.time(Params({"x": value}), "x") == moment


@pytest.mark.parametrize("value", [[], {}, ["x"]])
def test_lists_and_objects_are_no_text(value: object) -> None:
    with pytest.raises(Invalid):
        Params({"x": value}).text("x")


def test_numbers_and_truths_are_taken_for_text() -> None:
    values = {"i": 5, "f": 1.5, "t": True, "n": None, "s": "x"}
    assert [Params(values).text(name) for name in "iftnsz"] == ["5", "1.5", "1", "", "x", ""]


@pytest.mark.parametrize(
    ("header", "credentials"),
    [
        (b"Basic " + base64.b64encode(b"alice:secret"), ("alice", "secret")),
        (b"basic   " + base64.b64encode(b"alice:a:b"), ("alice", "a:b")),
        (b"Basic " + base64.b64encode("älice:pässword".encode()), ("älice", "pässword")),
        (b"Basic " + base64.b64encode("älice:x".encode("latin-1")), ("älice", "x")),
        (b"Basic " + base64.b64encode(b"alice:xy").rstrip(b"="), ("alice", "xy")),
        (b"Basic " + base64.b64encode(b":"), ("", "")),
        (b"Basic " + base64.b64encode(b"no colon"), None),
        (b"Bearer x", None),
        (b"Basic", None),
        (b"Basic ???", None),
        (b"", None),
    ],
)
def test_basic_credentials_are_read_in_utf8_or_latin1(
    header: bytes, credentials: tuple[str, str] | None
) -> None:
    assert params.basic(header) == credentials


@given(st.binary(max_size=40))
def test_any_header_is_read_or_none(header: bytes) -> None:
    params.basic(header)
    params.basic(b"Basic " + header)


def test_json_inside_a_field_is_read_or_refused() -> None:
    assert params.parse_json(json.dumps([{"action": "add"}])) == [{"action": "add"}]
    for bad in ("", "[", "\ud800", "[" * 100_000):
        with pytest.raises(Invalid):
            params.parse_json(bad)


def test_half_a_character_becomes_a_sign_for_a_lost_one() -> None:
    assert params.parse_json('[{"title": "cut \\ud83d"}]') == [{"title": "cut \ufffd"}]
    assert params.parse_json('{"\\ud83d": {"a": "\\uDE00"}}') == {"\ufffd": {"a": "\ufffd"}}


def test_a_link_with_half_a_character_stays_one_that_is_refused() -> None:
    assert params.json_values(b'{"url": "http://example.org/\\ud83d"}') == {
        "url": "http://example.org/\ud83d"
    }


def test_much_json_with_half_a_character_is_refused() -> None:
    with pytest.raises(Invalid):
        params.json_values(b'{"a": "\\ud83d' + b"x" * json_surrogates.MAX_TEXT_BYTES + b'"}')


@pytest.mark.parametrize(
    ("raw", "meant"),
    [
        ("Grüße an alle 🎉".encode()[:-1], "Grüße an alle \ufffd"),
        ("Party 🎉".encode()[:-2], "Party \ufffd"),
        ("日本語の記事".encode()[1:], "\ufffd\ufffd本語の記事"),
        ("Grüße, Größe".encode()[:-1] + b"\xc3", "Grüße, Größ\ufffd"),
        ("Grüße".encode("cp1252"), "Grüße"),
        ("café".encode("cp1252"), "café"),
        ("“CAFÉ”".encode("cp1252"), "“CAFÉ”"),
        ("“café…”".encode("cp1252"), "“café…”"),
        ("l’été à l’École".encode("cp1252"), "l’été à l’École"),
        (b"\xed\xa0\xbd", "í\xa0½"),
    ],
)
def test_text_of_old_scripts_and_text_cut_in_a_character_are_told_apart(raw: bytes, meant: str) -> None:
    assert text_decoding.text(raw) == meant
    assert params.query_values(b"title=" + quote_from_bytes(raw).encode()) == {"title": meant}
