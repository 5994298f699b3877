"""Acts as scripts send them: each is done once, answered for itself, and taken from nobody else's page."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest

from satchel.library import finding
from satchel.model.items import Item, State
from tests.web.reading import publish, read, save
from tests.web.test_lists import fill
from tests.web.test_search import index
from tests.wire import http
from tests.wire.http import Reply
from tests.wire.server import Wire
from tests.wire.surfer import Surfer

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

HOUR = 3_600_000


@pytest.fixture
def alice(wire: Wire) -> Surfer:
    surfer = Surfer(wire)
    surfer.sign_in()
    return surfer


def item(wire: Wire, number: int, user: int = 1) -> Item:
    found = wire.library.store.read(lambda tx: finding.get(tx, user, number))
    assert found is not None
    return found


def send(surfer: Surfer, body: Any, **headers: str) -> Reply:
    """One call, with the headers that a browser adds to it unless they are given otherwise."""
    given = {
        "Content-Type": "application/json", "Sec-Fetch-Site": "same-origin",
        "Cookie": "; ".join(f"{name}={value}" for name, value in surfer.cookies.items()),
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }  # fmt: skip
    given = {name: value for name, value in given.items() if value}
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    return surfer.wire.raw(http.request("POST", "/acts", data, given, None))


def act(surfer: Surfer, *acts: dict[str, Any], **more: Any) -> list[dict[str, Any]]:
    """What became of acts that are sent now; each has a name of its own unless it brings one."""
    named = [{"uuid": str(uuid.uuid4()), **each} for each in acts]
    reply = send(surfer, {"now": surfer.wire.clock.now(), "acts": named, **more})
    assert reply.status == 200, reply.text
    assert reply.headers["cache-control"] == "no-store"
    answers: list[dict[str, Any]] = json.loads(reply.text)["acts"]
    assert [each["uuid"] for each in answers] == [each["uuid"] for each in named]
    return answers


def test_an_act_is_done_and_answered_with_the_row_and_its_undoing(wire: Wire, alice: Surfer) -> None:
    number = read(wire, tags="kept,old")
    (done,) = act(alice, {"verb": "archive", "id": number})
    assert done["status"] == "done"
    row = done["row"]
    assert (row["id"], row["state"], row["favourite"], row["tags"]) == (
        number,
        "archived",
        False,
        ["kept", "old"],
    )
    assert row["title"] == "The village oven"
    assert not row["listed"]
    assert row["html"].startswith(f'<li id="i{number}"')
    assert item(wire, number).state == State.ARCHIVED
    (undone,) = act(alice, done["undo"])
    assert undone["status"] == "done"
    assert item(wire, number).state == State.UNREAD
    assert act(alice, done["undo"])[0]["status"] == "already"


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"verb": "favourite"}, {"favourite": True}),
        ({"verb": "tags", "add": ["new", "b"], "remove": "old"}, {"tags": ["b", "kept", "new"]}),
        ({"verb": "tags", "tags": "One, two"}, {"tags": ["one", "two"]}),
        ({"verb": "tags", "tags": []}, {"tags": []}),
        ({"verb": "delete"}, {"state": "deleted", "listed": False}),
    ],
)
def test_each_kind_of_act_and_what_takes_it_back(
    wire: Wire, alice: Surfer, fields: dict[str, Any], told: dict[str, Any]
) -> None:
    number = read(wire, tags="kept,old")
    (done,) = act(alice, {**fields, "id": number})
    assert done["status"] == "done"
    assert {name: done["row"][name] for name in told} == told
    assert act(alice, done["undo"])[0]["status"] == "done"
    after = item(wire, number)
    assert (after.favourite, after.tags, after.state) == (False, ("kept", "old"), State.UNREAD)


def test_the_same_act_sent_again_does_nothing_again(wire: Wire, alice: Surfer) -> None:
    number = read(wire)
    name = str(uuid.uuid4())
    one = {"uuid": name, "verb": "archive", "id": number}
    assert [each["status"] for each in act(alice, one, {**one, "uuid": name.upper()})] == ["done", "already"]
    act(alice, {"verb": "unarchive", "id": number})
    wire.clock.forward(seconds=59 * 86_400)
    alice.sign_in()
    (again,) = act(alice, one)
    assert (again["status"], again["row"]["state"]) == ("already", "unread")
    assert item(wire, number).state == State.UNREAD


def test_what_is_so_already_is_said_to_be(wire: Wire, alice: Surfer) -> None:
    number = read(wire, tags="a")
    same = ({"verb": "unarchive"}, {"verb": "unfavourite"}, {"verb": "tags", "add": ["a"]})
    assert [each["status"] for each in act(alice, *({**one, "id": number} for one in same))] == [
        "already"
    ] * 3
    act(alice, {"verb": "delete", "id": number})
    assert [each["status"] for each in act(alice, {"verb": "delete", "id": number})] == ["already"]
    assert [each["status"] for each in act(alice, {"verb": "restore", "id": number})] == ["done"]
    assert [each["status"] for each in act(alice, {"verb": "restore", "id": number})] == ["already"]
    assert item(wire, number).tags == ("a",)


def test_links_are_saved_and_found_by_their_address(wire: Wire, alice: Surfer) -> None:
    url = "https://estuary.example/tides"
    publish(wire, url, "Tides")
    (saved,) = act(alice, {"verb": "save", "url": url, "tags": "sea"})
    assert saved["status"] == "done"
    assert saved["row"]["waiting"]
    assert saved["new"]
    wire.settle()
    (again,) = act(alice, {"verb": "archive", "url": url})
    assert (again["row"]["title"], again["row"]["tags"]) == ("Tides", ["sea"])
    refused, gone = act(
        alice, {"verb": "save", "url": "no link at all"}, {"verb": "archive", "url": "https://other.example/"}
    )
    assert refused["status"] == "refused"
    assert refused["why"]
    assert gone["status"] == "gone"


def test_the_later_act_wins_whenever_it_arrives(wire: Wire, alice: Surfer) -> None:
    number = read(wire)
    wire.clock.forward(seconds=7200)
    now = wire.clock.now()
    assert act(alice, {"verb": "archive", "id": number, "at": now - HOUR // 2})[0]["status"] == "done"
    assert item(wire, number).read_at == now - HOUR // 2
    (late,) = act(alice, {"verb": "unarchive", "id": number, "at": now - HOUR})
    assert (late["status"], late["row"]["state"]) == ("stale", "archived")
    assert act(alice, {"verb": "favourite", "id": number, "at": now - HOUR // 3})[0]["status"] == "done"
    assert act(alice, {"verb": "unfavourite", "id": number, "at": now - HOUR})[0]["status"] == "stale"
    assert act(alice, {"verb": "delete", "id": number, "at": now - HOUR})[0]["status"] == "stale"
    assert act(alice, {"verb": "unarchive", "id": number, "at": now - HOUR // 4})[0]["status"] == "done"
    wire.clock.forward(seconds=60)
    save(wire, "https://hearth.example/oven")
    assert act(alice, {"verb": "archive", "id": number, "at": now})[0]["status"] == "stale"


@pytest.mark.parametrize("wrong", [-400 * 24 * HOUR, 400 * 24 * HOUR])
def test_a_clock_that_is_a_year_wrong_makes_no_difference(wire: Wire, alice: Surfer, wrong: int) -> None:
    number = read(wire)
    wire.clock.forward(seconds=7200)
    now = wire.clock.now()
    theirs = now + wrong
    (done,) = act(alice, {"verb": "archive", "id": number, "at": theirs - HOUR}, now=theirs)
    assert done["status"] == "done"
    assert item(wire, number).read_at == now - HOUR
    act(alice, {"verb": "favourite", "id": number, "at": theirs + HOUR}, now=theirs)
    assert item(wire, number).favourited_at == now


def test_a_call_brings_a_hundred_acts_and_no_more(wire: Wire, alice: Surfer) -> None:
    every = fill(wire, 100)
    acts = [{"verb": "archive", "id": number} for number in every]
    assert {each["status"] for each in act(alice, *acts)} == {"done"}
    counted = json.loads(send(alice, {"now": wire.clock.now(), "acts": []}).text)["counts"]
    assert counted == {"unread": 0, "archived": 100}
    more = [{"uuid": str(uuid.uuid4()), "verb": "unarchive", "id": every[0]}] * 101
    assert send(alice, {"now": 1, "acts": more}).status == 413
    assert send(alice, b" " * 300_000).status == 413


def test_each_act_of_a_call_fails_for_itself(wire: Wire, alice: Surfer) -> None:
    number = read(wire)
    statuses = [
        each["status"]
        for each in act(
            alice, {"verb": "fly", "id": number}, {"verb": "archive"}, {"verb": 5}, {"verb": "archive", "id": 999},
            {"verb": "tags", "id": number}, {"verb": "tags", "id": number, "add": [f"t{n}" for n in range(1001)]},
            {"verb": "archive", "id": -1}, {"verb": "archive", "id": 2**60}, {"verb": "favourite", "id": number},
        )
    ]  # fmt: skip
    assert statuses == ["refused"] * 3 + ["gone"] + ["refused"] * 3 + ["gone", "done"]


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{}", b"[]", b"null", b'{"now":1}', b'{"now":1,"acts":5}', b'{"now":"x","acts":[]}', b"\xff\xfe",
        b'{"now":1,"acts":[{}]}', b'{"now":1,"acts":[{"uuid":"x","verb":"archive"}]}', b"[" * 100_000,
        b'{"now":1,"acts":[' + b"[" * 100_000, b'{"now":1,"acts":[{"uuid":"\\ud800"}]}', b"act=archive+1",
    ],
)  # fmt: skip
def test_what_is_no_call_is_refused_in_json(wire: Wire, alice: Surfer, body: bytes) -> None:
    reply = send(alice, body)
    assert reply.status == 400
    assert json.loads(reply.text)["error"]


def test_acts_are_taken_from_pages_of_ours_and_people_who_are_signed_in(wire: Wire, alice: Surfer) -> None:
    number = read(wire)
    call = {"now": 1, "acts": [{"uuid": str(uuid.uuid4()), "verb": "archive", "id": number}]}
    out = send(Surfer(wire), call)
    assert (out.status, list(json.loads(out.text))) == (401, ["error"])
    assert send(alice, call, Cookie="satchel=" + "0" * 64).status == 401
    for headers, status in [
        ({"Sec_Fetch_Site": "cross-site"}, 403), ({"Sec_Fetch_Site": "same-site"}, 403), ({"Sec_Fetch_Site": ""}, 403),
        ({"Sec_Fetch_Site": "", "Origin": "https://evil.example"}, 403), ({"Content_Type": "text/plain"}, 400),
        ({"Content_Type": "multipart/form-data"}, 400), ({"Content_Type": ""}, 400),
        ({"Content_Type": "application/x-www-form-urlencoded"}, 403),
    ]:  # fmt: skip
        assert send(alice, call, **headers).status == status, headers
    assert item(wire, number).state == State.UNREAD
    assert send(alice, call, Sec_Fetch_Site="", Origin="http://localhost").status == 200


def test_nobody_acts_on_what_is_anothers(wire: Wire, alice: Surfer) -> None:
    number = read(wire)
    mallory = Surfer(wire)
    mallory.sign_in("mallory")
    verbs = ("archive", "favourite", "delete", "unarchive", "unfavourite")
    for answer in act(mallory, *({"verb": verb, "id": number} for verb in verbs)):
        assert answer == {"uuid": answer["uuid"], "status": "gone"}
    name = str(uuid.uuid4())
    act(mallory, {"uuid": name, "verb": "archive", "id": number})
    assert act(alice, {"uuid": name, "verb": "archive", "id": number})[0]["status"] == "done"


def test_what_was_undone_before_is_deleted_and_comes_back(wire: Wire, alice: Surfer) -> None:
    numbers = [read(wire, f"https://hearth.example/{count}") for count in range(3)]
    done = act(alice, *({"verb": "archive", "id": number, "group": "g"} for number in numbers))
    assert len({each["undo"]["id"] for each in done}) == 1
    assert act(alice, done[0]["undo"])[0]["status"] == "done"
    (deleted,) = act(alice, {"verb": "delete", "id": numbers[1]})
    assert item(wire, numbers[1]).state == State.DELETED
    assert act(alice, deleted["undo"])[0]["status"] == "done"
    assert item(wire, numbers[1]).state == State.UNREAD


def test_after_an_act_a_row_is_on_the_search_that_still_finds_it(wire: Wire, alice: Surfer) -> None:
    number = read(wire)
    index(wire)
    shown = {"list": "/search?q=oven%20is:unread"}
    (done,) = act(alice, {"verb": "favourite", "id": number}, **shown)
    assert done["row"]["listed"]
    (done,) = act(alice, {"verb": "archive", "id": number}, **shown)
    assert not done["row"]["listed"]
    assert act(alice, {"verb": "unfavourite", "id": number}, list="/search?q=oven")[0]["row"]["listed"]


def test_what_goes_from_the_trash_for_good_went_once(wire: Wire, alice: Surfer) -> None:
    first, second = read(wire), read(wire, "https://hearth.example/second")
    assert act(alice, {"verb": "purge", "id": first})[0]["status"] == "gone"
    assert item(wire, first).state == State.UNREAD
    act(alice, {"verb": "delete", "id": first})
    one, other = act(alice, {"verb": "purge", "id": first}, {"verb": "purge", "id": second})
    assert (one["status"], other["status"]) == ("done", "gone")
    assert "undo" not in one
    assert act(alice, {"verb": "restore", "id": first})[0]["status"] == "gone"
    assert item(wire, second).state == State.UNREAD


def test_what_was_done_to_several_is_said_with_their_number(wire: Wire, alice: Surfer) -> None:
    numbers = [read(wire, f"https://hearth.example/{each}") for each in range(3)]
    acts = [{"uuid": str(uuid.uuid4()), "verb": "archive", "id": each, "group": "g"} for each in numbers]
    reply = send(alice, {"now": wire.clock.now(), "acts": acts})
    assert json.loads(reply.text)["said"] == "3 articles archived."
