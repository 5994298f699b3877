"""What the manual says about site rules is so."""

from __future__ import annotations

import re
from pathlib import Path

from satchel.pipeline.extract import extract
from satchel.pipeline.rules.book import read_folder
from satchel.pipeline.rules.check import faults, read_sample
from satchel.pipeline.rules.rule import Rule

MANUAL = (Path(__file__).parents[2] / "docs" / "extraction.md").read_text(encoding="utf-8")


def test_the_rule_in_the_manual_does_what_its_sample_says(tmp_path: Path) -> None:
    for suffix in ("toml", "html"):
        found = re.search(rf"```{suffix}\n(.*?)```", MANUAL, re.S)
        assert found is not None
        (tmp_path / f"harbour.{suffix}").write_text(found[1], encoding="utf-8")
    rules = read_folder(tmp_path)
    assert rules.problems == ()
    (rule,) = rules.rules
    (sample,) = rule.samples
    assert faults(rule, sample, extract(read_sample(tmp_path, sample), sample.url, rules=rules)) == []


def test_every_key_of_a_rule_is_in_the_manual() -> None:
    keys = set(Rule.__struct_fields__) - {"name", "version"}
    assert {key for key in keys if f"`{key}`" not in MANUAL} == set()
