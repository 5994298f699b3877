"""`satchel extract` and `satchel refetch`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import PAGE, Command, Site

pytestmark = pytest.mark.slow

RULE = """
hosts = ["paper.example"]
content = ".story"

[[samples]]
file = "sample.html"
url = "https://paper.example/1"
has = ["What we want."]
lacks = ["Menu"]
"""
MENU = "<p>Menu, and a lot of it, and more.</p>" * 30
SAMPLE = f'<title>A story</title><div>{MENU}</div><p class="story">What we want.'


def test_a_page_is_shown_as_an_article(satchel: Command, site: Site) -> None:
    said = satchel("extract", f"{site.url}/story")
    assert said.status == 0, said.err
    lines = said.out.splitlines()
    assert lines[0] == "A quiet story"
    assert "The Evening Paper · Ada Brook · 2024-03-05" in lines[1]
    assert "It rained for a week" in said.out
    assert site.asked == 1


def test_in_a_pipe_no_line_ends_in_spaces(satchel: Command, site: Site, alice: None) -> None:
    for words in (("extract", f"{site.url}/story"), ("save", f"{site.url}/story", "--user", "alice")):
        lines = satchel(*words).out.splitlines()
        assert len(lines) > 5
        assert [line for line in lines if line != line.rstrip()] == []


@pytest.mark.parametrize("name", ["page", "./page.html", "/tmp/pages/page.html", "../page.html"])
def test_a_file_that_is_not_there_is_called_a_file(satchel: Command, name: str) -> None:
    said = satchel("extract", name)
    assert (said.status, said.err) == (1, f"There is no file {name}, and it is no link.\n")


def test_the_sites_error_is_told_once(satchel: Command, site: Site) -> None:
    assert satchel("extract", f"{site.url}/gone").err == "The site answered with an error (404).\n"


def test_nothing_is_saved(satchel: Command, site: Site, tmp_path: Path) -> None:
    satchel("extract", f"{site.url}/story")
    assert not (tmp_path / "satchel-data").exists()


def test_a_file_is_read_without_asking_anybody(satchel: Command, site: Site, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(PAGE.replace("<p>", '<p><a href="/rain">Rain</a> ', 1))
    said = satchel("extract", "page.html", "--url", f"{site.url}/a", "--format", "html")
    assert said.status == 0, said.err
    assert f'<a href="{site.url}/rain"' in said.out
    assert site.asked == 0


@pytest.mark.parametrize(
    ("form", "pieces"),
    [
        ("metadata", ("title", "A quiet story", "author", "Ada Brook", "2024-03-05 08:00 UTC", "an article")),
        ("text", ("It rained for a week, and nobody",)),
        ("log", ("try 1 of",)),
        ("html", ("<p>It rained for a week",)),
    ],
)
def test_what_is_shown_can_be_chosen(
    satchel: Command, tmp_path: Path, form: str, pieces: tuple[str, ...]
) -> None:
    (tmp_path / "page.html").write_text(PAGE)
    said = satchel("extract", "page.html", "--format", form)
    for piece in pieces:
        assert piece in said.out


def test_json_is_one_object_and_nothing_else(satchel: Command, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(PAGE)
    article = satchel("extract", "page.html", "--json").json
    assert article["title"] == "A quiet story"
    assert article["published_at"] == 1_709_625_600_000
    assert article["log"]
    assert satchel("extract", "page.html", "--format", "json").json == article


def test_a_markdown_file_is_read_as_what_it_is(satchel: Command, tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text("# Notes\n\n- one\n- two\n\n> said\n\n```\ncode [bold]x[/]\n```\n")
    out = satchel("extract", "notes.md").out
    assert out.startswith("Notes\n")
    assert "• one" in out
    assert "code [bold]x[/]" in out


def test_control_codes_of_a_page_do_not_reach_the_terminal(satchel: Command, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(PAGE.replace("It rained", "It \x1b[31m&#27;[31mrained\x07"))
    for form in ("article", "text", "metadata"):
        out = satchel("extract", "page.html", "--format", form).out
        assert "\x1b" not in out
        assert "\x07" not in out


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("nothing-here",), "no file nothing-here"),
        (("http://127.0.0.1:9/",), "could not be reached"),
        (("file:///etc/passwd",), "Only http and https"),
    ],
)
def test_what_cannot_be_read_is_told_in_one_sentence(
    satchel: Command, words: tuple[str, ...], why: str
) -> None:
    said = satchel("extract", *words)
    assert (said.status, said.out, said.err.count("\n")) == (1, "", 1)
    assert why in said.err


@pytest.mark.parametrize("words", [(), ("a.html", "--check-rules", "b"), ("a.html", "--format", "pdf")])
def test_a_command_that_is_written_wrongly_is_refused(satchel: Command, words: tuple[str, ...]) -> None:
    assert satchel("extract", *words).status == 2


def test_an_owners_rule_counts_at_once(satchel: Command, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(SAMPLE)
    ask = ("extract", "page.html", "--url", "https://paper.example/2", "--format", "text")
    assert "Menu" in satchel(*ask).out
    rules = tmp_path / "satchel-data" / "rules"
    rules.mkdir(parents=True)
    (rules / "paper.toml").write_text(RULE)
    assert satchel(*ask).out.strip() == "What we want."


def test_rules_are_tried_on_their_samples(satchel: Command, tmp_path: Path) -> None:
    (tmp_path / "paper.toml").write_text(RULE)
    (tmp_path / "sample.html").write_text(SAMPLE)
    said = satchel("extract", "--check-rules", ".")
    assert (said.status, said.out) == (0, "1 rules, 1 samples, 0 problems.\n")
    (tmp_path / "paper.toml").write_text(RULE.replace(".story", ".gone"))
    (tmp_path / "bad.toml").write_text("hosts = 1")
    said = satchel("extract", "--check-rules", str(tmp_path))
    assert said.status == 1
    assert "The rule bad.toml is not used" in said.out
    assert "paper, sample.html: The content matches nothing." in said.out
    assert satchel("extract", "--check-rules", str(tmp_path), "--json").json["ok"] is False


@pytest.mark.usefixtures("alice")
def test_pages_are_fetched_again_by_a_server(satchel: Command, site: Site) -> None:
    item = satchel("save", f"{site.url}/story", "--user", "alice", "--json").json["item_id"]
    satchel("save", f"{site.url}/gone", "--user", "alice")
    assert (
        satchel("refetch", "--item", str(item), "--user", "alice").out == "One page will be fetched again.\n"
    )
    assert satchel("refetch", "--host", "127.0.0.9", "--json").json == {"jobs": 2}
    assert satchel("refetch", "--failed").out == "One page will be fetched again.\n"
    assert satchel("refetch", "--host", "nowhere.example").out == "0 pages will be fetched again.\n"
    assert satchel("check", "--json").json["jobs_waiting"] == 2
    assert satchel("refetch", "--item", "999", "--user", "alice").status == 1


@pytest.mark.parametrize(
    "words", [(), ("--item", "1"), ("--item", "1", "--user", "alice", "--failed"), ("--user", "alice")]
)
def test_it_must_be_clear_what_to_fetch_again(satchel: Command, words: tuple[str, ...]) -> None:
    assert satchel("refetch", *words).status == 2
