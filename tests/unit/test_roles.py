"""Boxes that say that they are headings become such, whatever they say of their level."""

from __future__ import annotations

import time

import pytest

from satchel.pipeline.parsing.roles import settle_role
from satchel.pipeline.parsing.tree import parse_tree

QUADRATIC = 1.0  #: seconds of CPU; these take .1, and took 4 where each row looked at all panels


@pytest.mark.parametrize(
    ("level", "tag"), [("1", "h2"), ("4", "h4"), ("9", "h2"), ("", "h2"), ("9" * 5_000, "h2")]
)
def test_a_heading_has_a_level_between_two_and_six(level: str, tag: str) -> None:
    box = parse_tree(f'<body><div role="heading" aria-level="{level}">The lock</div></body>'.encode())[-1][0]
    settle_role(box, "heading")
    assert box.tag == tag


def test_rows_of_tabs_side_by_side_look_at_their_own_panels_alone() -> None:
    row = '<div role="tablist"><button role="tab">a</button><button role="tab">b</button></div>'
    panels = '<div role="tabpanel"><p>Turn</p></div><div role="tabpanel"><p>Lift</p></div>'
    body = parse_tree(f"<body>{(row + panels) * 4_000}</body>".encode())
    begun = time.process_time()
    for box in list(body.iter("div")):
        settle_role(box, box.get("role"))
    assert time.process_time() - begun < QUADRATIC
    assert [title.text for title in body.iter("h4")] == ["a", "b"] * 4_000
