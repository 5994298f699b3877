"""What has no address of its own, as programs see it: at its page on this server."""

from __future__ import annotations

import asyncio
from xml.etree import ElementTree

import pytest

from satchel.library import feeds, given
from satchel.model.items import NewLink
from tests.wire.pocket_common import send
from tests.wire.server import Wire
from tests.wire.web import Here

LETTER = f"<p>{' '.join(f'The oven at the end of lane {number} is lit.' for number in range(12))}</p>"


@pytest.fixture
def letter(wire: Wire) -> int:
    link = NewLink("", "Weekly letter", ("mail",))
    text = given.Given(asyncio.run(Here().read_html(LETTER, "")), b"0123456789abcdef")
    return wire.library.store.write(lambda tx: given.save(tx, 1, link, text, "Post")).item.id


def test_lists_and_acts_have_its_page_on_this_server_and_never_nothing(wire: Wire, letter: int) -> None:
    here = f"http://localhost/read/{letter}"
    asked = {**wire.credentials(), "detailType": "complete"}
    for path, body_type in (("/v3/get", "form"), ("/v1/get", "json")):
        bearer = {"Authorization": f"Bearer {wire.token()}"} if body_type == "json" else {}
        row = wire.post(path, asked, type=body_type, headers=bearer).json()["list"][str(letter)]
        assert (row["given_url"], row["resolved_url"], row["resolved_title"]) == (here, here, "Weekly letter")
        assert row["domain_metadata"]["name"] == "Post"
    (shape,) = send(wire, {"action": "readd", "item_id": letter})["action_results"]
    assert (shape["given_url"], shape["resolved_url"]) == (here, here)


def test_its_article_is_found_under_that_address_by_its_owner_alone(wire: Wire, letter: int) -> None:
    here = f"http://localhost/read/{letter}"
    text = wire.post("/v3/text", {**wire.credentials(), "url": here, "output": "json"}).json()
    assert (text["given_url"], text["title"], text["resolvedUrl"]) == (here, "Weekly letter", here)
    assert "lane 7" in text["article"]
    for who, url in (("mallory", here), ("alice", f"http://elsewhere.example/read/{letter}")):
        assert wire.post("/v3/text", {**wire.credentials(who), "url": url}).status == 404


def test_feeds_lead_to_its_page(wire: Wire, letter: int) -> None:
    secret = wire.library.store.write(lambda tx: feeds.new_secret(tx, 1))
    feed = ElementTree.fromstring(wire.get(f"/users/alice/{secret}/feed/all").body)
    link = feed.findtext("channel/item/link")
    assert link == f"http://localhost/read/{letter}"
