"""Boxes that say that they are headings become such, whatever they say of their level."""

from __future__ import annotations

import pytest

from satchel.pipeline.parsing.roles import settle_role
from satchel.pipeline.parsing.tree import parse_tree


@pytest.mark.parametrize(
    ("level", "tag"), [("1", "h2"), ("4", "h4"), ("9", "h2"), ("", "h2"), ("9" * 5_000, "h2")]
)
def test_a_heading_has_a_level_between_two_and_six(level: str, tag: str) -> None:
    box = parse_tree(f'<body><div role="heading" aria-level="{level}">The lock</div></body>'.encode())[-1][0]
    settle_role(box, "heading")
    assert box.tag == tag
