"""The escapes of old scripts, taken by themselves."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from satchel.dialects.http import params
from satchel.dialects.instapaper.escapes import mend


def read(encoded: bytes) -> dict[str, str]:
    return params.query_values(mend(encoded))


def escape(text: str) -> str:
    """What JavaScript's `escape()` makes of `text`."""
    units = text.encode("utf-16-be")
    codes = [units[at] << 8 | units[at + 1] for at in range(0, len(units), 2)]
    return "".join(f"%u{code:04X}" if code > 255 else f"%{code:02X}" for code in codes)


def test_wide_and_narrow_escapes_stand_side_by_side() -> None:
    assert read(b"title=%u2019caf%E9%u2019") == {"title": "’café’"}
    assert read(b"title=%uD83D%uDE00%26%3D") == {"title": "😀&="}


def test_a_field_in_utf_8_is_left_alone() -> None:
    assert read(b"a=%C3%A9&b=%u2019") == {"a": "é", "b": "’"}
    assert read(b"a=%C3%A9%u2019") == {"a": "é’"}
    assert read(b"a=%25u2019") == {"a": "%u2019"}
    assert mend(b"a=%C3%A9&b=%25") == b"a=%C3%A9&b=%25"


def test_half_a_character_is_a_question_mark_of_its_own() -> None:
    assert read(b"a=%uD83Dx") == {"a": "\ufffdx"}
    assert read(b"a=%u12") == {"a": "%u12"}


# Without Latin-1's own: escapes of those that happen to be UTF-8 are read as that.
LETTERS = st.characters(exclude_categories=["Cs"]).filter(lambda letter: not 127 < ord(letter) < 256)


@given(st.text(LETTERS, max_size=40))
def test_what_was_escaped_with_a_wide_character_comes_back_whole(text: str) -> None:
    whole = text + "’"
    assert read(f"t={escape(whole)}".encode()) == {"t": whole}


@given(st.binary(max_size=200))
def test_no_bytes_make_it_stumble(raw: bytes) -> None:
    mend(raw)
    mend(b"%u2019" + raw)


def test_a_text_longer_than_any_link_is_left_as_it_is() -> None:
    long = b"selection=" + b"%u2019%e9" * 30_000
    assert mend(long) is long
