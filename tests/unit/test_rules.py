"""Site rules: how they are written, which one is used, and what they change."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from satchel.model.articles import Article
from satchel.pipeline.extract import extract
from satchel.pipeline.rules.book import RuleBook, Rules, read_folder
from satchel.pipeline.rules.check import faults, read_sample
from satchel.pipeline.rules.rule import BadRule, Rule, Sample, read_rule

PROSE = "<p>The ferry leaves the old harbour at seven, when the fog still lies between the islands.</p>"
PAGE = f"""<html><head><title>A list of things | Harbour</title></head><body>
<div class="wrong">{PROSE * 30}</div>
<div class="story"><h2 class="name">The last ferry</h2><b class="who">Ada Brook</b><b class="who">Jun Mori</b>
<i class="when" title="2024-03-05">today</i><p>What we want to <em class="noise">read</em> is here.</p>
<p hidden>What nobody sees.</p><img class="late" data-src="/bridge.jpg"></div><div class="story"><p>And here.</p></div>
<a class="on" href="story?part=2">On</a></body></html>"""
URL = "https://harbour.example/story"


def rule(text: str, name: str = "harbour") -> Rule:
    return read_rule(f'hosts = ["harbour.example"]\n{text}'.encode(), name)


def read(text: str, url: str = URL) -> Article:
    return extract(PAGE.encode(), url, rules=Rules([rule(text)]))


def test_content_is_what_the_rule_says_and_nothing_else() -> None:
    article = read('content = ".story"\nstrip = [".noise", ".name", ".who", ".when"]')
    assert article.text == "What we want to is here.\n\nAnd here."
    assert [image.src for image in article.images] == ["https://harbour.example/bridge.jpg"]
    assert article.log[0].startswith("rule harbour (")
    assert "rule: 5 taken out" in article.log
    assert "rule: 2 parts of content" in article.log


def test_title_authors_date_and_next_page_are_taken_from_where_the_rule_says() -> None:
    article = read(
        'title = ".name"\nauthor = ".who"\ndate = ".when@title"\nnext_page = "a.on"\ncontent = ".story"'
    )
    assert article.title == "The last ferry"
    assert [author.name for author in article.authors] == ["Ada Brook", "Jun Mori"]
    assert article.published_at == 1_709_596_800_000
    assert article.next_page == "https://harbour.example/story?part=2"


def test_a_rule_without_content_only_takes_things_out() -> None:
    assert "fog" in read("").text
    article = read('strip = ".wrong"')
    assert "fog" not in article.text
    assert "What we want to read is here." in article.text


def test_a_rule_that_matches_nothing_leaves_the_page_to_the_general_ways() -> None:
    article = read('content = ".gone"\ntitle = ".gone"\nauthor = ".gone"\ndate = ".gone"')
    assert "fog" in article.text
    assert article.title
    assert "rule: the content matches nothing" in article.log


def test_what_a_rule_calls_content_is_cleaned_like_everything_else() -> None:
    page = '<div class="story"><script>x()</script><p onclick="x()">Read <a href="javascript:x()">me</a>.</p></div>'
    article = extract(page.encode(), URL, rules=Rules([rule('content = ".story"')]))
    assert article.html == "<p>Read <a>me</a>.</p>" or article.html == "<p>Read me.</p>"


def test_pages_of_other_sites_do_not_know_the_rule() -> None:
    assert "fog" in read('content = ".story"', "https://other.example/story").text


@pytest.mark.parametrize(
    ("hosts", "url", "fits"),
    [
        ('"harbour.example"', "https://harbour.example/", True),
        ('"harbour.example"', "https://www.harbour.example/", True),
        ('"www.Harbour.example"', "http://harbour.example:8080/a?b", True),
        ('"harbour.example"', "https://north.harbour.example/", False),
        ('"*.harbour.example"', "https://north.harbour.example/", True),
        ('"*.harbour.example"', "https://harbour.example/", True),
        ('"*.harbour.example"', "https://evilharbour.example/", False),
        ('"a.example", "harbour.example"', "https://harbour.example/", True),
    ],
)
def test_a_rule_is_for_its_hosts(hosts: str, url: str, fits: bool) -> None:
    made = read_rule(f"hosts = [{hosts}]".encode(), "one")
    assert (Rules([made]).for_url(url) is made) is fits


def test_the_most_exact_rule_is_used() -> None:
    wide = read_rule(b'hosts = ["*.example"]', "wide")
    host = read_rule(b'hosts = ["harbour.example"]', "host")
    path = read_rule(b'hosts = ["harbour.example"]\npaths = ["/news/*"]', "path")
    rules = Rules([wide, host, path])
    assert rules.for_url("https://harbour.example/news/1") is path
    assert rules.for_url("https://harbour.example/about") is host
    assert rules.for_url("https://north.example/news/1") is wide
    assert rules.for_url("not an address") is None


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "hosts"),
        ("hosts = []", "no host"),
        ('hosts = ["https://harbour.example"]', "is not a host"),
        ('hosts = ["*"]', "is not a host"),
        ('hosts = ["a.example"]\ncontnet = ".a"', "contnet"),
        ('hosts = ["a.example"]\ncontent = ".a >"', "is not a selector"),
        ('hosts = ["a.example"]\nstrip = [".a", "[[["]', "is not a selector"),
        ('hosts = ["a.example"]\ncontent = 7', "content"),
        ('hosts = ["a.example"]\nname = "b"', "not written"),
        ('hosts = "a.example"', "hosts"),
        ("hosts = [", "Invalid value"),
        ('hosts = ["a.example"]\n[[samples]]\nfile = "a.html"', "url"),
        ("# " + "x" * 70_000, "larger"),
    ],
)
def test_a_rule_that_is_written_wrongly_says_what_is_wrong(text: str, why: str) -> None:
    with pytest.raises(BadRule, match=why):
        read_rule(text.encode(), "bad")


def test_a_bad_rule_is_left_out_and_told_and_the_others_work(tmp_path: Path) -> None:
    (tmp_path / "good.toml").write_text('hosts = ["a.example"]')
    (tmp_path / "bad.toml").write_text("hosts = 1")
    (tmp_path / "noise.toml").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "notes.txt").write_text("no rule")
    (tmp_path / "folder.toml").mkdir()
    rules = read_folder(tmp_path)
    assert [each.name for each in rules.rules] == ["good"]
    assert len(rules.problems) == 2
    assert "The rule bad.toml is not used" in rules.problems[0]


def test_a_folder_that_is_not_there_has_no_rules(tmp_path: Path) -> None:
    assert read_folder(tmp_path / "none").rules == ()
    assert RuleBook(tmp_path / "none").current().for_url("https://xkcd.com/1/") is not None


def test_a_rule_that_is_written_changed_or_removed_counts_from_the_next_page_on(tmp_path: Path) -> None:
    book = RuleBook(tmp_path)
    assert book.current().for_url(URL) is None
    assert book.current() is book.current()
    file = tmp_path / "harbour.toml"
    file.write_text('hosts = ["harbour.example"]\ncontent = ".a"')
    first = book.current().for_url(URL)
    assert first is not None
    file.write_text('hosts = ["harbour.example"]\ncontent = ".b"')
    os.utime(file, ns=(1, 1))
    second = book.current().for_url(URL)
    assert second is not None
    assert (first.content, second.content) == (".a", ".b")
    assert first.version != second.version
    file.unlink()
    assert book.current().for_url(URL) is None


def test_a_rule_of_the_owner_takes_the_place_of_ours(tmp_path: Path) -> None:
    (tmp_path / "comics.toml").write_text('hosts = ["xkcd.com", "m.xkcd.com"]\ncontent = "#mine"')
    chosen = RuleBook(tmp_path).current().for_url("https://xkcd.com/1/")
    assert chosen is not None
    assert chosen.name == "comics"


def test_a_sample_that_is_not_met_says_in_which_way() -> None:
    made = rule('content = ".story"')
    sample = Sample(
        "a.html", URL, title="Other", authors=("Bo Ek",), has=("tide",), lacks=("here",), images=9
    )
    said = " ".join(faults(made, sample, extract(PAGE.encode(), URL, rules=Rules([made]))))
    for piece in (
        "title is",
        "authors is",
        "'tide' is missing",
        "'here' should not be there",
        "pictures, not 9",
    ):
        assert piece in said
    other = extract(PAGE.encode(), URL, rules=Rules([]))
    assert "not the one that is used" in faults(made, Sample("a.html", URL), other)[0]


def test_a_sample_lies_beside_its_rule(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="beside"):
        read_sample(tmp_path, Sample("../../etc/passwd", URL))
