"""axe-core, which knows what keeps people from using a page (vendor/, under the MPL 2.0; only tests use it)."""

from __future__ import annotations

import gzip
from functools import cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).parent / "vendor" / "axe-core-4.14.1.min.js.gz"
_RUN = """
async (rules) => {
  const only = rules.length ? { runOnly: { type: "rule", values: rules } } : {};
  const { violations } = await axe.run(document, { ...only, resultTypes: ["violations"] });
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target}: ${node.failureSummary}`));
}
"""


@cache
def _program() -> str:
    return gzip.decompress(_FILE.read_bytes()).decode()


def findings(page: Any, *rules: str) -> list[str]:
    """What it finds on the page as it is shown, as sentences; of those rules alone where some are named."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(f"() => {{ {_program()} }}")
    found: list[str] = page.evaluate(_RUN, list(rules))
    return found
