from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from satchel.pipeline.metadata.dates import parse_date


def _moment(year: int, month: int, day: int, *time: int) -> int:
    hour, minute, second = (*time, 0, 0, 0)[:3]
    return int(datetime(year, month, day, hour, minute, second, tzinfo=UTC).timestamp() * 1000)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2024-03-05", _moment(2024, 3, 5)),
        ("20240305", _moment(2024, 3, 5)),
        ("2024-03-05T07:30:00+01:00", _moment(2024, 3, 5, 6, 30)),
        ("2024-03-05T07:30:00-0500", _moment(2024, 3, 5, 12, 30)),
        ("2024-03-05T07:30:00.123Z", _moment(2024, 3, 5, 7, 30)),
        ("2024-03-05 07:30", _moment(2024, 3, 5, 7, 30)),
        ("2024-03-05 07:30:10 UTC", _moment(2024, 3, 5, 7, 30, 10)),
        ("20240305T073000Z", _moment(2024, 3, 5, 7, 30)),
        ("2024/03/05", _moment(2024, 3, 5)),
        ("2024/3/5 07:30", _moment(2024, 3, 5, 7, 30)),
        ("Tue, 05 Mar 2024 07:30:00 GMT", _moment(2024, 3, 5, 7, 30)),
        ("Tue, 05 Mar 2024 07:30:00 +0100", _moment(2024, 3, 5, 6, 30)),
        ("March 5, 2024", _moment(2024, 3, 5)),
        ("Tuesday, March 5th, 2024", _moment(2024, 3, 5)),
        ("5 March 2024", _moment(2024, 3, 5)),
        ("1709620200", 1709620200000),
        ("1709620200123", 1709620200123),
        ("٢٠٢٤-٠٣-٠٥", _moment(2024, 3, 5)),
        ("  2024-03-05  ", _moment(2024, 3, 5)),
    ],
)
def test_dates_are_read_in_their_many_spellings(text: str, moment: int) -> None:
    assert parse_date(text) == moment


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "2024-13-05",
        "2024-02-30",
        "0000-00-00",
        "0001-01-01T00:00:00Z",
        "9999-12-31",
        "1970-01-01",
        "12/05",
        "2024-03-05T07:99",
        "March 35, 2024",
        "5 Foo 2024",
        "9" * 400,
    ],
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert parse_date(text) is None


@given(st.text(max_size=60))
def test_any_text_is_survived(text: str) -> None:
    parse_date(text)


@given(st.from_regex(r"\A[0-9T:+Z./ -]{4,30}\Z"))
def test_anything_like_a_date_is_survived(text: str) -> None:
    found = parse_date(text)
    assert found is None or abs(found) < 10**14


@given(st.datetimes(min_value=datetime(1981, 1, 1), max_value=datetime(2099, 1, 1)))
def test_iso_dates_come_back(moment: datetime) -> None:
    moment = moment.replace(microsecond=0, tzinfo=UTC)
    assert parse_date(moment.isoformat()) == int(moment.timestamp() * 1000)
