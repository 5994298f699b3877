"""An article that came out wrong is put right by its reader: other versions, the whole page, own text, hidden parts."""

from __future__ import annotations

import re
from html import unescape

import pytest

from satchel.library import finding
from satchel.model.hiding import Part
from satchel.model.items import Item
from satchel.store import site_rules
from satchel.store.db import Tx
from tests.web.reading import STORY, WORDS, follow, link, publish, read, said, save
from tests.wire.http import Reply
from tests.wire.server import Wire
from tests.wire.surfer import Surfer

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
URL = "https://hearth.example/oven"
NEW = "<p>A second paragraph came to the village in spring.</p>"


@pytest.fixture
def alice(wire: Wire) -> Surfer:
    surfer = Surfer(wire)
    surfer.sign_in()
    return surfer


def item(wire: Wire, number: int) -> Item:
    found = wire.library.run_sync(finding.get, 1, number)
    assert found
    return found


def again(wire: Wire, alice: Surfer, number: int, button: str = "Fetch again") -> Reply:
    wire.clock.forward(seconds=120)
    alice.get(f"/read/{number}/text")
    return follow(alice, alice.press(f"/read/{number}/text", button))


def versions(alice: Surfer, number: int) -> list[str]:
    page = alice.get(f"/read/{number}/versions").text
    return re.findall(r'<li class="row">(.*?)</li>', page, re.DOTALL)


def test_a_text_that_changed_is_a_version_and_each_can_be_read(wire: Wire, alice: Surfer) -> None:
    number = read(wire, URL)
    publish(wire, URL, body=WORDS + NEW)
    page = again(wire, alice, number)
    assert said(page).startswith("The page has a new text.")
    assert "came to the village in spring" in page.text
    new, old = versions(alice, number)
    assert "You read this one" in new
    assert "Read this one" in old
    changed = alice.get(unescape(re.findall(r'href="([^"]*new=\d+)"', new)[0]))
    assert "<ins>A second paragraph came to the village in spring.</ins>" in changed.text
    alice.get(f"/read/{number}/versions")
    form = next(form for form in alice.forms() if any("Read this one:" in label for label in form.buttons))
    ((name, value),) = form.buttons.values()
    page = follow(alice, alice.post(form.action, {**form.fields, name: value}))
    assert said(page).startswith("You read this version now.")
    assert "came to the village in spring" not in page.text
    page = follow(alice, alice.press("/acts", "Undo"))
    assert "came to the village in spring" in page.text


def test_no_fetch_takes_away_the_version_that_was_chosen(wire: Wire, alice: Surfer) -> None:
    number = read(wire, URL)
    alice.get(f"/read/{number}/paste")
    page = follow(
        alice,
        alice.press(f"/read/{number}/paste", "Use this text", text="My own words.\n\nAnd more of them."),
    )
    assert said(page).startswith("You read your own text now.")
    assert "<p>My own words.</p>" in page.text
    publish(wire, URL, body=WORDS + NEW)
    page = again(wire, alice, number)
    assert said(page).startswith("The page has a new text. It is among the versions")
    assert "<p>My own words.</p>" in alice.get(f"/read/{number}").text
    assert len(versions(alice, number)) == 3
    again(wire, alice, number)
    assert len(versions(alice, number)) == 3, "the same text is no other version"


def test_five_versions_are_kept_and_the_one_that_is_read_is_among_them(wire: Wire, alice: Surfer) -> None:
    number = read(wire, URL)
    alice.get(f"/read/{number}/paste")
    alice.press(f"/read/{number}/paste", "Use this text", text="My own words.")
    for count in range(7):
        publish(wire, URL, body=WORDS + NEW * (count + 1))
        again(wire, alice, number)
    kept = versions(alice, number)
    assert len(kept) == 5
    assert sum("You read this one" in each for each in kept) == 1
    assert "<p>My own words.</p>" in alice.get(f"/read/{number}").text


@pytest.mark.parametrize(
    ("text", "shown", "never"),
    [
        ("One\nTwo", "<p>One</p><p>Two</p>", "script"),
        ("<p>Fine</p><script>alert(1)</script><p onclick=x()>Good</p>", "<p>Fine</p><p>Good</p>", "alert"),
        ("a < b & c > d", "<p>a &lt; b &amp; c &gt; d</p>", "<b"),
        ("<p title=x onfocus=alert(1)>Kept<iframe src=//x></iframe>", "<p>Kept</p>", "alert"),
        ("نص عربي\n\nوفقرة", "<p>نص عربي</p><p>وفقرة</p>", "script"),
    ],
)
def test_what_is_pasted_is_cleaned_as_pages_are(
    wire: Wire, alice: Surfer, text: str, shown: str, never: str
) -> None:
    number = read(wire, URL)
    alice.get(f"/read/{number}/paste")
    page = follow(alice, alice.press(f"/read/{number}/paste", "Use this text", text=text))
    found = re.search(r'<div class="text">(.*?)</div>\s*</article>', page.text, re.DOTALL)
    assert found
    assert re.sub(r"\s*\n\s*", "", found[1]) == shown
    assert never not in found[1]


def test_an_empty_text_is_refused_beside_its_field(wire: Wire, alice: Surfer) -> None:
    number = read(wire, URL)
    alice.get(f"/read/{number}/paste")
    page = alice.press(f"/read/{number}/paste", "Use this text", text=" \n ")
    assert page.status == 422
    assert "Paste a text first." in page.text


def test_a_page_that_could_not_be_had_is_read_once_its_text_is_pasted(wire: Wire, alice: Surfer) -> None:
    number = read(wire, "https://wall.example/a", body="")
    alice.get(f"/read/{number}/paste")
    page = follow(alice, alice.press(f"/read/{number}/paste", "Use this text", text="Here it is."))
    assert "<p>Here it is.</p>" in page.text
    assert "nothing to read here" not in page.text


def test_the_whole_page_is_shown_with_what_is_not_its_article(wire: Wire, alice: Surfer) -> None:
    menu = "<nav><ul><li><a href='/bread'>All about bread</a></li></ul></nav>"
    wire.web.page(
        URL, STORY.format(title="The village oven", body=WORDS).replace("<article>", f"{menu}<article>")
    )
    number = save(wire, URL)
    assert "All about bread" not in alice.get(f"/read/{number}").text
    page = again(wire, alice, number, "Show all of it")
    assert said(page).startswith("This is the whole page.")
    assert "All about bread" in page.text
    assert "<script" not in page.text.split('<div class="text">')[1]
    page = follow(alice, alice.press("/acts", "Undo"))
    assert "All about bread" not in page.text


def test_a_hidden_part_is_hidden_in_all_articles_of_its_site(wire: Wire, alice: Surfer) -> None:
    begging = "<p>Please subscribe to our 12 letters about <a href='/l'>bread</a>.</p>"
    first = read(wire, URL, body=WORDS + begging)
    second = read(wire, "https://hearth.example/two", body=begging.replace("12", "15") + WORDS)
    other = read(wire, "https://elsewhere.example/x", body=WORDS + begging)
    page = alice.get(f"/read/{first}/hide")
    at = re.findall(r'name="part-(\d+)"[^>]*><span class="unseen">Hide: ([^<]*)', page.text)
    place = next(number for number, words in at if words.startswith("Please subscribe"))
    page = follow(alice, alice.press(f"/read/{first}/hide", "Hide what is ticked", **{f"part-{place}": "1"}))
    assert said(page).startswith("1 part is hidden.")
    hidden = '<div hidden=""><p>Please subscribe to our 15 letters'
    assert hidden in alice.get(f"/read/{second}").text
    assert "You hid 1 part of this page." in alice.get(f"/read/{second}").text
    assert '<div hidden=""' not in alice.get(f"/read/{other}").text
    assert "Please subscribe to our 12 letters" in alice.get("/settings/hidden").text
    page = follow(alice, alice.press("/settings/hidden", f"Show again: {shown(alice)}"))
    assert "Nothing is hidden." in page.text
    assert '<div hidden=""' not in alice.get(f"/read/{second}").text


def shown(alice: Surfer) -> str:
    assert alice.last
    return str(re.findall(r'aria-label="Show again: ([^"]*)"', alice.last.text)[0])


def test_hiding_is_undone(wire: Wire, alice: Surfer) -> None:
    number = read(wire, URL)
    text = "<p>Words.</p><h2>Related stories</h2><ul><li><a href='/1'>One story</a></li></ul><p>More.</p>"
    alice.get(f"/read/{number}/paste")
    alice.press(f"/read/{number}/paste", "Use this text", text=text)
    alice.get(f"/read/{number}/hide")
    ticked = {"part-1": "1", "part-2": "1"}
    page = follow(alice, alice.press(f"/read/{number}/hide", "Hide what is ticked", **ticked))
    assert said(page).startswith("2 parts are hidden.")
    assert page.text.count('<div hidden="">') == 2
    page = follow(alice, alice.press("/acts", "Undo"))
    assert '<div hidden="">' not in page.text


def test_what_was_shown_again_is_hidden_again_from_the_page_of_what_one_did(
    wire: Wire, alice: Surfer
) -> None:
    begging = "<p>Please subscribe to our letters.</p>"
    number = read(wire, URL, body=WORDS + begging)
    page = alice.get(f"/read/{number}/hide")
    places = re.findall(r'name="part-(\d+)"[^>]*><span class="unseen">Hide: Please', page.text)
    alice.press(f"/read/{number}/hide", "Hide what is ticked", **{f"part-{places[0]}": "1"})
    wire.clock.forward(seconds=5)
    alice.get("/settings/hidden")
    page = follow(alice, alice.press("/settings/hidden", f"Show again: {shown(alice)}"))
    assert said(page).startswith("Shown again.")
    page = alice.get("/recent")
    assert "Parts shown again" in page.text
    assert "1 part of <bdi>hearth.example</bdi>" in page.text
    page = follow(alice, alice.press("/acts", "Undo: Parts shown again hearth.example"))
    assert said(page).startswith("Undone.")
    assert '<div hidden=""><p>Please subscribe' in alice.get(f"/read/{number}").text
    alice.get("/recent")
    follow(alice, alice.press("/acts", "Undo: Parts hidden hearth.example"))
    assert '<div hidden=""' not in alice.get(f"/read/{number}").text


def test_links_below_the_same_heading_are_hidden_whatever_they_say(wire: Wire, alice: Surfer) -> None:
    links = "<p>Words.</p><h2>Related stories</h2><ul><li><a href='/{0}'>Story {0}</a></li></ul><p>More.</p>"
    first, second = read(wire, URL), read(wire, "https://hearth.example/two")
    for number, name in ((first, "of bread"), (second, "of stone")):
        alice.get(f"/read/{number}/paste")
        alice.press(f"/read/{number}/paste", "Use this text", text=links.format(name))
    alice.get(f"/read/{first}/hide")
    alice.press(f"/read/{first}/hide", "Hide what is ticked", **{"part-2": "1"})
    assert re.search(r'<div hidden=""><ul><li><a [^>]*>Story of stone', alice.get(f"/read/{second}").text)


def test_where_an_article_is_from_is_told(wire: Wire, alice: Surfer) -> None:
    number = read(wire, URL)
    page = alice.get(f"/read/{number}/why")
    assert "the site answered 200" in page.text
    assert "How the text was chosen" in page.text
    assert "<code>text&#x2f;html</code>" in page.text


def test_what_is_hidden_on_very_many_sites_comes_a_few_sites_a_page(wire: Wire, alice: Surfer) -> None:
    def hide(tx: Tx) -> None:
        for site in "abc":
            parts = tuple(
                Part("p", f"{site} {n}", 9, "", "", "", f"Part {n} of {site}.", 1) for n in range(200)
            )
            site_rules.put(tx, 1, f"{site}.example", parts)

    wire.library.store.write(hide)
    page = alice.get("/settings/hidden")
    assert [page.text.count(f" of {site}.</p>") for site in "abc"] == [200, 200, 0]
    page = alice.get(link(page, "More"))
    assert [page.text.count(f" of {site}.</p>") for site in "abc"] == [0, 0, 200]
    assert "after=" not in page.text
