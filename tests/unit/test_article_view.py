"""The article view: pictures and films numbered, and put where they are asked for."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from satchel.dialects.pocket.article import Place, Rendered, render
from satchel.model.articles import Image, Player, Video
from satchel.pipeline.clean import clean

ONE = Image("http://a.example/1.jpg", 830, 440, "One", "A caption", "A credit")
TWO = Image("http://a.example/2.jpg?a=1&b=2")
FILM = Video("https://www.youtube.com/embed/abcdefghijk", Player.YOUTUBE, "abcdefghijk")
FILE = Video("http://a.example/film.mp4", Player.FILE)

FIGURE = (
    '<figure><img src="http://a.example/1.jpg" alt="One"><figcaption>A caption A credit</figcaption></figure>'
)
PLAIN = '<p>Before <img src="http://a.example/2.jpg?a=1&amp;b=2"> after.</p>'


def rendered(html: str, images: Place = Place.COMMENT, videos: Place = Place.COMMENT) -> Rendered:
    return render(html, (ONE, TWO), (FILM, FILE), images, videos)


def test_comments_stand_for_pictures_by_their_numbers() -> None:
    assert rendered(FIGURE + PLAIN).html == "<figure><!--IMG_1--></figure><p>Before <!--IMG_2--> after.</p>"


def test_pictures_stand_where_they_are_with_their_captions() -> None:
    assert rendered(FIGURE + PLAIN, Place.INLINE).html == (
        '<figure><div class="RIL_IMG"><img src="http://a.example/1.jpg" alt="One" width="830" height="440" />'
        '<span class="ril_caption">A caption <cite>A credit</cite></span></div></figure>'
        '<p>Before <div class="RIL_IMG"><img src="http://a.example/2.jpg?a=1&amp;b=2" /></div> after.</p>'
    )


@pytest.mark.parametrize("place", [Place.BOX, Place.PLACED_BOX])
def test_empty_boxes_stand_for_pictures(place: Place) -> None:
    assert rendered(FIGURE, place).html == "<figure><div id='RIL_IMG_1'></div></figure>"
    assert rendered("<p>A</p><p><img src='x'></p>".replace("'x'", f'"{ONE.src}"'), place).html == (
        "<p>A</p><div id='RIL_IMG_1'></div>"
    )


def test_a_caption_stays_where_the_picture_tells_none() -> None:
    html = '<figure><img src="http://a.example/2.jpg?a=1&amp;b=2"><figcaption>Mine</figcaption></figure>'
    assert rendered(html).html == "<figure><!--IMG_2--><figcaption>Mine</figcaption></figure>"


def test_the_same_picture_twice_has_one_number_and_keeps_its_second_caption() -> None:
    second = FIGURE.replace("A caption A credit", "Seen again")
    assert rendered(FIGURE + second).html == (
        "<figure><!--IMG_1--></figure><figure><!--IMG_1--><figcaption>Seen again</figcaption></figure>"
    )


def test_a_picture_that_is_not_listed_is_added_behind_the_others() -> None:
    found = rendered('<img src="http://a.example/3.png" width="10" height="20" alt="Three">' + PLAIN)
    assert found.html.startswith("<!--IMG_3-->")
    assert list(found.images) == [ONE, TWO, Image("http://a.example/3.png", 10, 20, "Three")]


def test_other_ways_to_have_a_picture_are_left_out() -> None:
    html = '<picture><source srcset="http://a.example/1.w"><img src="http://a.example/1.jpg" srcset="x 2x"></picture>'
    assert rendered(html).html == "<!--IMG_1-->"
    assert (
        rendered('<img srcset="http://a.example/1.jpg 1x, http://a.example/2.jpg 2x">').html == "<!--IMG_1-->"
    )
    assert rendered("<p>A<img alt='x'>B</p>".replace("'", '"')).html == "<p>AB</p>"


FILMS = (
    '<figure><a href="https://www.youtube.com/watch?v=abcdefghijk"><img src="http://i.example/p"></a></figure>'
    '<video src="http://a.example/film.mp4" controls=""><track src="http://a.example/t.vtt"></video>'
)


def test_films_are_numbered_like_pictures() -> None:
    assert rendered(FILMS).html == "<figure><!--VIDEO_1--></figure><!--VIDEO_2-->"
    assert rendered(FILMS, videos=Place.BOX).html == (
        "<figure><div id='RIL_VIDEO_1'></div></figure><div id='RIL_VIDEO_2'></div>"
    )


def test_films_in_place_are_links_and_players() -> None:
    assert rendered(FILMS, videos=Place.INLINE).html == (
        '<figure><a href="https://www.youtube.com/watch?v=abcdefghijk"><!--IMG_3--></a></figure>'
        '<video src="http://a.example/film.mp4" controls=""></video>'
    )


def test_links_and_sounds_that_are_no_films_stay() -> None:
    html = '<figure><a href="http://a.example/">x</a></figure><audio src="http://a.example/a.mp3" controls=""></audio>'
    assert rendered(html).html == html


def test_what_looks_like_a_tag_inside_an_attribute_is_none() -> None:
    html = '<a href="http://a.example/" title="<img src=&quot;x&quot;><p>">link</a><p title="<img>">text</p>'
    for place in Place:
        assert rendered(html, place, place).html == html


NASTY = Image('http://a.example/"><script>', 1, 1, '"onerror="', "<b>bold</b>", "& co")


def test_what_a_picture_says_is_escaped() -> None:
    html = '<figure><img src="http://a.example/&quot;><script>" alt="&quot;onerror=&quot;"></figure>'
    assert render(html, (NASTY,), (), Place.INLINE, Place.INLINE).html == (
        '<figure><div class="RIL_IMG"><img src="http://a.example/&quot;&gt;&lt;script&gt;" alt="&quot;onerror=&quot;" '
        'width="1" height="1" />'
        '<span class="ril_caption">&lt;b&gt;bold&lt;/b&gt; <cite>&amp; co</cite></span></div></figure>'
    )


_PIECES = st.sampled_from(
    [
        "<p>", "</p>", "<figure>", "</figure>", "<figcaption>", "</figcaption>", "text & <", "<picture>", "</picture>",
        '<a href="http://a.example/x">', "</a>", '<img src="http://a.example/1.jpg">', "<script>x</script>",
        '<img src="http://b.example/9.jpg" alt=\'<img src="y">\'>', '<video src="http://a.example/film.mp4">',
        "</video>", "<!-- c -->", "<p title='<img src=x>'>", '"', ">", "<", "<pre>&lt;img src=\"q\"&gt;</pre>",
    ]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(_PIECES, max_size=14).map("".join), st.sampled_from(Place), st.sampled_from(Place))
def test_whatever_is_stored_the_comments_and_the_pictures_agree(
    html: str, images: Place, videos: Place
) -> None:
    found = render(clean(html), (ONE, TWO), (FILM, FILE), images, videos)
    numbers = {int(number) for number in re.findall(r"(?:<!--|id='RIL_)IMG_(\d+)", found.html)}
    assert all(1 <= number <= len(found.images) for number in numbers)
    if images is not Place.INLINE:
        assert not re.search(r"<img\b(?![^<]*\")", found.html)
    # The last gate finds nothing to object to but our own boxes and comments.
    ours = re.compile(
        r"<!--\w+-->|<div id='\w+'></div>|<div class=\"RIL_IMG\">|<span class=\"ril_caption\">|</?\w+[^>]*>"
    )
    assert "<script" not in found.html
    assert ours.sub("", clean(found.html)).count("<") <= ours.sub("", found.html).count("<")
