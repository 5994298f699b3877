"""The shapes of items, to the type of each value, as typed clients demand them."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from satchel.dialects.http.params import Params
from satchel.dialects.pocket_common import parts
from satchel.dialects.pocket_common.item import added
from satchel.dialects.pocket_common.list_item import MAX_KEPT_PARTS, list_item
from satchel.dialects.pocket_common.timestamps import date, time
from satchel.model.articles import Author, Image, Player, Video
from satchel.model.items import ArticleExtras, ArticleHead, Item, State, Tombstone
from tests.wire.pocket_common import ITEM_KEYS, scalars

FOUND = ArticleHead(
    7, "https://www.example.com/story?page=2", "text/html", 648, "utf-8", "The story", "It began.", "The Weir",
    "pt-BR", "ltr", 1_583_064_000_000, 1_583_238_037_000, 1588, 1, 1, 1, 0, "https://www.example.com/lead.jpg",
    ArticleExtras(
        authors=(Author("Anna Weber", "https://www.example.com/anna"), Author("ANNA WEBER"), Author("Bo Li")),
        images=(Image("https://www.example.com/a.jpg", 830, 440), Image("https://www.example.com/lead.jpg", 99_999, 0)),
        videos=(Video("https://video.example.com/v", Player.VIMEO, "v1", 640, 360, 90), Video("https://video.example.com/w")),
        icon="https://www.example.com/icon.png", amp="https://www.example.com/amp",
    ),
)  # fmt: skip
ITEM = Item(
    3, State.ARCHIVED, True, 1_500_000_000_999, 1_500_000_001_000, 1_500_000_002_000, 1_500_000_003_000,
    "http://example.com/story?page=2", "My name for it", "", ("a", "b c"), 200, "", 1_500_000_004_000, article=FOUND,
)  # fmt: skip
BARE = msgspec.structs.replace(ITEM, article=None, fetch_status=404, fetch_reason="status", tags=())
PLAIN = msgspec.structs.replace(
    ITEM, tags=(),
    article=msgspec.structs.replace(FOUND, details=ArticleExtras(), lead_image="", site="", is_article=0, words=0),
)  # fmt: skip


def _added(item: Item, **how: bool) -> dict[str, Any]:
    """The item as an add answers with it, once it was sent and read."""
    shape: dict[str, Any] = msgspec.json.decode(
        msgspec.json.encode(added(item, "http://home.example", **how))
    )
    return shape


def _listed(item: Item | Tombstone, position: int, **how: bool) -> dict[str, Any]:
    """The item as lists show it, once it was sent and read."""
    row: dict[str, Any] = msgspec.json.decode(
        msgspec.json.encode(list_item(item, position, "http://home.example", **how))
    )
    return row


#: The keys of a simple row, in the order of the original, but for those that are optional.
ROW_KEYS = [
    "item_id", "resolved_id", "given_url", "given_title", "favorite", "status", "time_added", "time_updated",
    "time_read", "time_favorited", "sort_id", "resolved_title", "resolved_url", "excerpt", "is_article", "is_index",
    "has_video", "has_image", "word_count", "lang", "listen_duration_estimate",
]  # fmt: skip
NUMBERS = {"sort_id", "listen_duration_estimate", "time_to_read"}


def test_a_resolved_item_has_every_column_as_the_original_wrote_it() -> None:
    shape = _added(ITEM)
    assert list(shape) == [*ITEM_KEYS, "top_image_url", "domain_metadata"]
    assert {name: value for name, value in shape.items() if isinstance(value, str)} == {
        "item_id": "3", "normal_url": "http://example.com/story?page=2", "resolved_id": "3", "extended_item_id": "3",
        "resolved_url": "https://www.example.com/story?page=2", "domain_id": parts.number_of("example.com"),
        "origin_domain_id": parts.number_of("www.example.com"), "response_code": "200", "mime_type": "text/html",
        "content_length": "648", "encoding": "utf-8", "date_resolved": "2020-03-03 12:20:37",
        "date_published": "2020-03-01 12:00:00", "title": "The story", "excerpt": "It began.", "word_count": "1588",
        "innerdomain_redirect": "1", "login_required": "0", "has_image": "1", "has_video": "1", "is_index": "0",
        "is_article": "1", "used_fallback": "0", "lang": "pt", "time_first_parsed": "1583238037",
        "resolved_normal_url": "http://example.com/story?page=2", "given_url": "http://example.com/story?page=2",
        "top_image_url": "https://www.example.com/lead.jpg",
    }  # fmt: skip
    assert shape["domain_metadata"] == {
        "name": "The Weir", "logo": "https://www.example.com/icon.png", "greyscale_logo": "https://www.example.com/icon.png",
    }  # fmt: skip


def test_authors_pictures_and_films_are_objects_of_strings() -> None:
    shape = _added(ITEM)
    anna, bo = parts.number_of("anna weber"), parts.number_of("bo li")
    assert shape["authors"].keys() == {anna, bo}
    assert shape["authors"][bo] == {"item_id": "3", "author_id": bo, "name": "Bo Li", "url": ""}
    assert shape["images"] == {
        "1": {"item_id": "3", "image_id": "1", "src": "https://www.example.com/a.jpg", "width": "830",
              "height": "440", "credit": "", "caption": ""},
        "2": {"item_id": "3", "image_id": "2", "src": "https://www.example.com/lead.jpg", "width": "65535",
              "height": "0", "credit": "", "caption": ""},
    }  # fmt: skip
    assert shape["videos"] == {
        "1": {"item_id": "3", "video_id": "1", "src": "https://video.example.com/v", "width": "640", "height": "360",
              "type": "2", "vid": "v1", "length": "90"},
        "2": {"item_id": "3", "video_id": "2", "src": "https://video.example.com/w", "width": "0", "height": "0",
              "type": "7", "vid": "", "length": None},
    }  # fmt: skip


def test_what_a_page_has_none_of_is_an_empty_list_in_the_item_object() -> None:
    shape = _added(PLAIN)
    assert list(shape) == ITEM_KEYS
    assert (shape["authors"], shape["images"], shape["videos"]) == ([], [], [])


def test_an_item_without_its_page_has_the_columns_of_an_unresolved_one() -> None:
    shape = _added(BARE)
    assert list(shape) == [*ITEM_KEYS[:25], "given_url"]
    assert shape["response_code"] == "404"
    assert {name for name, value in shape.items() if value is None} == {"lang", "time_first_parsed"}
    told = {"item_id", "normal_url", "given_url", "response_code"}
    assert {value for name, value in shape.items() if name not in told} == {
        "0",
        "",
        "0000-00-00 00:00:00",
        None,
    }


def test_the_given_title_stands_in_where_the_page_has_none() -> None:
    untitled = msgspec.structs.replace(ITEM, article=msgspec.structs.replace(FOUND, title=""))
    assert _added(untitled)["title"] == "My name for it"
    assert _added(ITEM, given_title_first=True)["title"] == "My name for it"
    assert (
        _added(msgspec.structs.replace(ITEM, given_title=""), given_title_first=True)["title"] == "The story"
    )


@pytest.mark.parametrize("item", [ITEM, BARE, PLAIN])
@pytest.mark.parametrize("complete", [False, True])
def test_rows_are_strings_but_for_three_numbers(item: Item, complete: bool) -> None:
    row = _listed(item, 4, complete=complete)
    assert [name for name in row if name in ROW_KEYS] == ROW_KEYS
    for name, value in row.items():
        if name in NUMBERS:
            assert type(value) is int, name
        else:
            assert all(inner is None or isinstance(inner, str) for inner in scalars(value)), name
    assert row["sort_id"] == 4
    assert all(row[name] for name in row.keys() - set(ROW_KEYS) - NUMBERS), (
        "optional keys are left out when empty"
    )


def test_the_parts_of_a_row_that_are_kept_ready_are_those_of_the_item_as_it_is_now() -> None:
    assert ITEM.article is not None
    first = _listed(ITEM, 0, complete=True)
    pictures = tuple(Image(f"https://www.example.com/{count}.jpg") for count in range(MAX_KEPT_PARTS + 1))
    for extras in (ArticleExtras(images=pictures[:2]), ArticleExtras(images=pictures)):
        later = msgspec.structs.replace(
            ITEM, article=msgspec.structs.replace(ITEM.article, details=extras, site="Elsewhere")
        )
        row = _listed(later, 0, complete=True)
        assert [image["src"] for image in row["images"].values()] == [image.src for image in extras.images]
        assert (row["domain_metadata"]["name"], "authors" in row) == ("Elsewhere", False)
    other = _listed(msgspec.structs.replace(ITEM, id=4), 0, complete=True)
    assert {part["item_id"] for part in other["authors"].values()} == {"4"}
    assert _listed(ITEM, 0, complete=True) == first


def test_a_complete_row_has_all_parts() -> None:
    row = _listed(ITEM, 0, complete=True)
    assert row.keys() - set(ROW_KEYS) == {
        "time_to_read", "top_image_url", "amp_url", "tags", "authors", "image", "images", "videos", "domain_metadata",
    }  # fmt: skip
    assert (row["time_to_read"], row["listen_duration_estimate"]) == (7, 615)
    assert row["tags"] == {"a": {"item_id": "3", "tag": "a"}, "b c": {"item_id": "3", "tag": "b c"}}
    assert row["image"] == {
        "item_id": "3",
        "src": "https://www.example.com/lead.jpg",
        "width": "65535",
        "height": "0",
    }
    assert (row["status"], row["favorite"], row["time_added"], row["time_read"]) == (
        "1",
        "1",
        "1500000000",
        "1500000002",
    )
    assert (row["resolved_title"], row["given_title"]) == ("The story", "My name for it")


def test_simple_rows_have_no_parts() -> None:
    assert _listed(ITEM, 0).keys() - set(ROW_KEYS) == {"time_to_read", "top_image_url", "amp_url"}
    assert _listed(PLAIN, 0).keys() == set(ROW_KEYS)
    assert _listed(BARE, 0, complete=True).keys() == set(ROW_KEYS)


def test_a_deleted_row_is_short() -> None:
    assert _listed(Tombstone(5, 1), 0, complete=True) == {
        "item_id": "5",
        "given_url": "",
        "given_title": "",
        "status": "2",
        "listen_duration_estimate": 0,
    }


@pytest.mark.parametrize(("ms", "text"), [(None, "0000-00-00 00:00:00"), (0, "1970-01-01 00:00:00"),
    (-1_000, "1969-12-31 23:59:59"), (10**18, "0000-00-00 00:00:00")])  # fmt: skip
def test_dates_that_no_calendar_has_are_zeros(ms: int | None, text: str) -> None:
    assert date(ms) == text


@pytest.mark.parametrize(
    "value", [None, "", "soon", "2020-99-99", "9" * 400, 10**400, [], {}, True, "1960-01-01 00:00:00"]
)
def test_times_that_cannot_be_read_are_none(value: Any) -> None:
    assert time(Params({"x": value}), "x") is None
