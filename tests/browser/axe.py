"""axe-core, which knows what keeps people from using a page (vendor/, under the MPL 2.0; only tests use it)."""

from __future__ import annotations

import gzip
from functools import cache
from pathlib import Path
from typing import Any

from tests.browser.looking import in_the_dark

_FILE = Path(__file__).parent / "vendor" / "axe-core-4.14.1.min.js.gz"
#: Whether it is there, or could be called.
_BEGIN = "!!globalThis.axe || !!globalThis.beginAxe && (beginAxe(), true)"
#: The rules that may be kept in one colour scheme and broken in the other.
COLOURS = ("color-contrast", "link-in-text-block")
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
    """What it finds on the page, as sentences: by day, and of colours in the dark.

    Where rules are named, of those alone, on the page as it is shown.
    """
    if not page.evaluate(_BEGIN):
        # From now on all pages of this window bring it along: sending it to each takes longer than it works there.
        program = f"globalThis.beginAxe = () => {{ {_program()} }};"
        page.add_init_script(program)
        page.evaluate(f"{program} beginAxe()")
    found: list[str] = page.evaluate(_RUN, list(rules))
    if not rules:
        with in_the_dark(page):
            found += [f"in the dark {each}" for each in page.evaluate(_RUN, list(COLOURS))]
    return found
