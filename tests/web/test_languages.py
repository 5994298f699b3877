"""Pages speak the language that the browser wants, or that a person chose in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from satchel.web import languages, words
from satchel.web.catalogs import Catalog, read
from satchel.web.languages import ENGLISH, Language
from tests.wire.server import Wire
from tests.wire.surfer import Surfer

DUTCH, BRAZILIAN, CHINESE, ARABIC = (
    Language("nl", "Nederlands"), Language("pt-BR", "Português"), Language("zh-Hans", "简体中文"),
    Language("ar", "العربية", "rtl"),
)  # fmt: skip
PO = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);\\n"

msgid "Sign in"
msgstr "Zaloguj"

msgid "The user name or the password is wrong."
msgstr "Nazwa lub <hasło> są błędne."

msgid "Nothing is tagged <bdi>%(tag)s</bdi>."
msgstr "Nic nie ma <bdi>%(tag)s</bdi>."

msgid "%(n)s day ago"
msgid_plural "%(n)s days ago"
msgstr[0] "%(n)s dzień temu"
msgstr[1] "%(n)s dni temu"
msgstr[2] "%(n)s dni temu!"
"""


@pytest.fixture(autouse=True)
def translated(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Languages of a test: all but English say what is in `PO`."""
    catalog = read(PO)
    monkeypatch.setattr(languages, "TRANSLATED", (DUTCH, BRAZILIAN, CHINESE, ARABIC))
    monkeypatch.setattr(words, "catalog", lambda code: Catalog() if code == "en" else catalog)
    yield
    words.say.__globals__["_numbered"].cache_clear()


@pytest.mark.parametrize(
    ("accepted", "code"),
    [
        ("", "en"), ("nl", "nl"), ("nl-BE,nl;q=0.9,en;q=0.8", "nl"), ("en-GB,nl;q=0.9", "en"),
        ("fr,nl;q=0.5,en;q=0.2", "nl"), ("pt", "pt-BR"), ("pt-PT", "pt-BR"), ("zh-CN", "zh-Hans"), ("zh-Hant", "en"),
        ("zh-Hans-CN", "zh-Hans"), ("zh-TW,nl;q=0.1", "nl"), ("AR-eg", "ar"), ("nl;q=0,ar;q=0.1", "ar"), ("*", "en"),
        ("nl;q=x,ar;q=0.1", "ar"), ("n" * 5000, "en"), (",;;q=", "en"), ("-,--", "en"),
    ],
)  # fmt: skip
def test_a_browser_gets_the_language_that_it_likes_best_of_ours(accepted: str, code: str) -> None:
    assert languages.wanted(accepted).code == code


def head(page: str) -> str:
    found = re.search("<html[^>]*>", page)
    assert found
    return found[0]


def test_the_page_says_its_language_and_its_direction(wire: Wire) -> None:
    page = wire.get("/login", headers={"Accept-Language": "ar,en;q=0.5"})
    assert head(page.text) == '<html lang="ar" dir="rtl">'
    assert ">Zaloguj</button>" in page.text
    assert head(wire.get("/login").text) == '<html lang="en" dir="ltr">'


def test_a_chosen_language_is_on_every_page_of_that_browser_and_no_other(wire: Wire) -> None:
    alice, other = Surfer(wire), Surfer(wire)
    alice.sign_in()
    assert '<html lang="en"' in alice.get("/settings/language").text
    assert alice.press("/settings/language", "Save", language="ar").status == 303
    for path in ("/", "/account", "/nothing", "/tags/none"):
        assert head(alice.get(path).text).startswith('<html lang="ar" dir="rtl"')
    assert "Nic nie ma <bdi>none</bdi>." in alice.get("/tags/none").text
    other.sign_in()
    assert head(other.get("/").text) == '<html lang="en" dir="ltr">'


def test_a_language_that_we_do_not_have_is_refused(wire: Wire) -> None:
    alice = Surfer(wire)
    alice.sign_in()
    alice.get("/settings/language")
    assert alice.press("/settings/language", "Save", language="xx").status == 400
    assert head(alice.get("/").text) == '<html lang="en" dir="ltr">'


@pytest.mark.parametrize("cookie", ["xx", '"><script>', "nl; satchel-language=../en", "n" * 10_000])
def test_a_cookie_that_names_no_language_is_none(wire: Wire, cookie: str) -> None:
    page = wire.get("/login", headers={"Cookie": f"satchel-language={cookie}"})
    assert page.status == 431 or head(page.text) in (
        '<html lang="en" dir="ltr">',
        '<html lang="nl" dir="ltr">',
    )


def test_errors_are_translated_and_never_taken_for_html(wire: Wire) -> None:
    surfer = Surfer(wire)
    surfer.cookies["satchel-language"] = "nl"
    surfer.get("/login")
    page = surfer.press("/login", "Zaloguj", name="alice", password="wrong")
    assert "Nazwa lub &lt;hasło&gt; są błędne." in page.text


@pytest.mark.parametrize(
    ("n", "said"),
    [(1, "1 dzień temu"), (2, "2 dni temu"), (5, "5 dni temu!"), (22, "22 dni temu"), (0, "0 dni temu!")],
)
def test_numbers_take_the_forms_of_the_language(n: int, said: str) -> None:
    languages.wear({"type": "http", "headers": [(b"accept-language", b"nl")]})
    assert words.count("%(n)s day ago", "%(n)s days ago", n) == said
    languages.wear({"type": "http", "headers": []})
    assert words.count("%(n)s day ago", "%(n)s days ago", n) == f"{n} day{'' if n == 1 else 's'} ago"
    assert languages.worn() is ENGLISH


def test_long_numbers_are_written_in_groups_wherever_a_sentence_has_one() -> None:
    assert words.count("%(n)s article", "%(n)s articles", 10_000) == "10,000 articles"
    assert words.say("%(n)s min", n=1_250) == "1,250 min"
