from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from satchel.base.charset_labels import charset_name, codec_for
from satchel.pipeline.parsing.decode import decode


@pytest.mark.parametrize(
    ("body", "header", "text", "charset"),
    [
        (codecs.BOM_UTF8 + "é".encode(), "windows-1252", "é", "utf-8"),
        (codecs.BOM_UTF16_LE + "é".encode("utf-16-le"), "utf-8", "é", "utf-16le"),
        (codecs.BOM_UTF16_BE + "é".encode("utf-16-be"), "", "é", "utf-16be"),
        ("Привет".encode("cp1251"), "windows-1251", "Привет", "windows-1251"),
        ("Привет".encode("koi8-r"), "KOI8-R", "Привет", "koi8-r"),
        ("渡し船".encode("shift_jis"), "Shift_JIS", "渡し船", "shift_jis"),
        ("渡し船".encode("euc-jp"), "euc-jp", "渡し船", "euc-jp"),
        ("渡船€".encode("gb18030"), "gb2312", "渡船€", "gbk"),
        ("渡船".encode("big5"), "big5", "渡船", "big5"),
        ("배".encode("cp949"), "ks_c_5601-1987", "배", "euc-kr"),
        (b"caf\xe9 \x80", "iso-8859-1", "café €", "windows-1252"),
        (b"caf\xe9", "", "café", "windows-1252"),
        ("café".encode(), "", "café", "utf-8"),
        (b'<meta charset="windows-1251">' + "Привет".encode("cp1251"), "", "Привет", "windows-1251"),
        (
            b"<meta http-equiv=content-type content='text/html; charset=iso-8859-2'>\xb1",
            "",
            "ą",
            "iso-8859-2",
        ),
        (b'<?xml version="1.0" encoding="iso-8859-15"?>\xa4', "", "€", "iso-8859-15"),
        ("é".encode("utf-16-le") * 30, "", "é" * 30, "utf-16le"),
        ("<p>hello there</p>".encode("utf-16-le"), "", "<p>hello there</p>", "utf-16le"),
    ],
)
def test_text_is_read_in_the_charset_a_browser_would_use(
    body: bytes, header: str, text: str, charset: str
) -> None:
    decoded, used = decode(body, header)
    assert used == charset
    assert decoded.endswith(text)


def test_a_server_that_calls_everything_latin_does_not_spoil_utf8() -> None:
    assert decode("naïve café".encode(), "iso-8859-1") == ("naïve café", "utf-8")


def test_a_few_broken_bytes_do_not_make_utf8_latin() -> None:
    text, charset = decode(("é" * 50).encode() + b"\xff", "utf-8")
    assert charset == "utf-8"
    assert text.startswith("é" * 50)


def test_a_page_cut_inside_a_letter_is_still_utf8() -> None:
    assert decode("grün, grü".encode()[:-1], "")[1] == "utf-8"


@pytest.mark.parametrize(
    "label", ["utf-7", "x-none-such", "zip", "idna", "rot13", "", "é", "a" * 500, "utf-8\x00"]
)
def test_labels_that_browsers_do_not_know_are_not_believed(label: str) -> None:
    assert charset_name(label) == ""
    assert decode(b"plain", label) == ("plain", "utf-8")


def test_utf7_is_not_decoded_into_markup() -> None:
    assert "<script" not in decode(b"+ADw-script+AD4-alert(1)+ADw-/script+AD4-", "utf-7")[0]


@pytest.mark.parametrize(
    "label", ["utf8", "Latin1", " UTF-8 ", '"gbk"', "cp1250", "x-sjis", "iso-8859-8", "macintosh"]
)
def test_every_known_label_has_a_codec(label: str) -> None:
    assert "é".encode(codec_for(charset_name(label)), "replace")


def test_what_xml_forbids_is_left_out() -> None:
    assert decode("a\x00b\x07c\x0cd\ufffee\tf\n".encode(), "")[0] == "abc de\tf\n"


@given(
    st.binary(max_size=400),
    st.sampled_from(["", "utf-8", "gbk", "utf-16", "shift_jis", "iso-2022-jp", "big5", "euc-kr"]),
)
def test_any_bytes_in_any_charset_give_clean_text(body: bytes, header: str) -> None:
    text, charset = decode(body, header)
    assert charset
    assert not any(letter < " " and letter not in "\t\n\r" for letter in text)
    text.encode("utf-8")


@given(st.text(max_size=200))
def test_utf8_text_comes_back(text: str) -> None:
    clean = "".join(letter for letter in text if letter >= " " and letter not in "\x7f\ufffe\uffff\ufeff")
    assert decode(clean.encode(), "utf-8")[0] == clean
