"""Fields whose names have brackets, as PHP reads them."""

from __future__ import annotations

import tracemalloc
from typing import Any

import pytest

from satchel.base.errors import Invalid
from satchel.dialects.http import form_arrays
from satchel.dialects.http.params import body_values, query_values


def read(query: str) -> Any:
    """What the fields of a query make of the name `a`."""
    return plain(query_values(query.encode()).get("a"))


def plain(value: Any) -> Any:
    value = form_arrays.entries(value)
    if isinstance(value, dict):
        return {name: plain(each) for name, each in value.items()}
    return [plain(each) for each in value] if isinstance(value, list) else value


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("a[]=x&a[]=y", ["x", "y"]),
        ("a[0]=x&a[1]=y", ["x", "y"]),
        ("a%5B%5D=x&a%5B%5D=y", ["x", "y"]),
        ("a%5b0%5d=x", ["x"]),
        ("a[10]=k&a[2]=c&a[1]=b", ["b", "c", "k"]),
        ("a[5]=x&a[]=y", ["x", "y"]),
        ("a[0][b]=1&a[0][c]=2&a[1][b]=3", [{"b": "1", "c": "2"}, {"b": "3"}]),
        ("a[0][b][]=1&a[0][b][]=2", [{"b": ["1", "2"]}]),
        ("a[0][b][1]=y&a[0][b][0]=x", [{"b": ["x", "y"]}]),
        ("a[][b]=1&a[][b]=2", [{"b": "1"}, {"b": "2"}]),
        ("a[][b]=1&a[][c]=2&a[][b]=3&a[][c]=4", [{"b": "1", "c": "2"}, {"b": "3", "c": "4"}]),
        ("a[][b]=1&a[][t][]=x&a[][t][]=y&a[][b]=2&a[][t][]=z", [{"b": "1", "t": ["x", "y"]}, {"b": "2", "t": ["z"]}]),
        ("a[][b][c]=1&a[][b][d]=2&a[][b][c]=3", [{"b": {"c": "1", "d": "2"}}, {"b": {"c": "3"}}]),
        ("a[b]=1&a[0]=2", {"b": "1", "0": "2"}),
        ("a[b.c]=1", {"b.c": "1"}),
        ("a=1&a[]=2", ["2"]),
        ("a[]=1&a=2", "2"),
        ("a[0]=1&a[0][b]=2", [{"b": "2"}]),
        ("a[0][b]=2&a[0]=1", ["1"]),
        ("a[ 0 ]=1", ["1"]),
        ("a[00]=1", {"00": "1"}),
        ("a[0]tail=1", ["1"]),
    ],
)  # fmt: skip
def test_brackets_make_lists_and_objects(query: str, found: Any) -> None:
    assert read(query) == found


@pytest.mark.parametrize(
    "query", ["[]=1", "[a]=1", "[=1", "]=1", "a[=1", "a]=1", "[[[=", "a[b=1", "=1", "a[[]]=1"]
)
def test_brackets_that_mean_nothing_break_nothing(query: str) -> None:
    assert query_values(query.encode())


def test_dots_before_the_brackets_become_underscores() -> None:
    assert plain(query_values(b"a.b[c]=1")) == {"a_b": {"c": "1"}}


def test_brackets_are_read_in_forms_and_in_parts_and_under_the_type_of_json() -> None:
    form = b"a[0][b]=1&a[0][c][]=2"
    parts = b'--x\r\nContent-Disposition: form-data; name="a[0][b]"\r\n\r\n1\r\n--x\r\n' \
        b'Content-Disposition: form-data; name="a[0][c][]"\r\n\r\n2\r\n--x--\r\n'  # fmt: skip
    for body, kind in (
        (form, "application/x-www-form-urlencoded"),
        (form.replace(b"[", b"%5B").replace(b"]", b"%5D"), ""),
        (form, "application/json"),
        (form.replace(b"[", b"%5b"), "application/json"),
        (parts, "multipart/form-data; boundary=x"),
    ):
        assert plain(body_values(body, kind)["a"]) == [{"b": "1", "c": ["2"]}], kind


def test_brackets_in_brackets_have_an_end() -> None:
    assert read("a" + "[0]" * form_arrays.MAX_DEPTH + "=1") is not None
    for depth in (form_arrays.MAX_DEPTH + 1, 5000):
        with pytest.raises(Invalid):
            query_values(b"a" + b"[0]" * depth + b"=1")


def test_a_million_brackets_are_not_gathered_before_they_are_refused() -> None:
    name = "a" + "[]" * 300_000
    tracemalloc.start()
    try:
        with pytest.raises(Invalid):
            form_arrays.put({}, name, "1")
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 2 * len(name)


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ({"0": "x", "2": "y"}, ["x", "y"]),
        ({"2": "y", "0": "x"}, ["x", "y"]),
        ({}, {}),
        ({"0": 1, "b": 2}, {"0": 1, "b": 2}),
        ({"-1": 1}, {"-1": 1}),
        ({"1e3": 1}, {"1e3": 1}),
        ({"٣": 1}, {"٣": 1}),
        ({"9" * 5000: 1}, {"9" * 5000: 1}),
        (["x"], ["x"]),
        ("x", "x"),
        (None, None),
    ],
)
def test_a_list_may_be_an_object_of_indices(value: Any, found: Any) -> None:
    assert form_arrays.entries(value) == found
