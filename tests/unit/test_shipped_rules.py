"""The rules that come with the program do what their samples say."""

from __future__ import annotations

import pytest

from satchel.pipeline.extract import extract
from satchel.pipeline.rules.book import OURS, shipped
from satchel.pipeline.rules.check import faults, read_sample
from satchel.pipeline.rules.rule import Rule, Sample

SAMPLES = [(rule, sample) for rule in shipped().rules for sample in rule.samples]


@pytest.mark.parametrize(("rule", "sample"), SAMPLES, ids=[rule.name for rule, _ in SAMPLES])
def test_a_shipped_rule_does_what_its_sample_says(rule: Rule, sample: Sample) -> None:
    assert faults(rule, sample, extract(read_sample(OURS, sample), sample.url)) == []


def test_every_shipped_rule_can_be_used_and_has_a_sample() -> None:
    assert shipped().problems == ()
    assert [rule.name for rule in shipped().rules if not rule.samples] == []
    assert len(shipped().rules) == len(list(OURS.glob("*.toml")))
