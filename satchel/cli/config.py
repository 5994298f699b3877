"""What is set."""

from __future__ import annotations

from satchel.base.settings import describe
from satchel.cli.output import AsJson, columns, result
from satchel.serving import environment


def config(as_json: AsJson = False) -> None:
    """Show the settings in force and where each came from.

    Passwords are masked.
    """
    shown = describe(environment.settings())
    facts = {each.name: {"value": each.value, "source": each.source} for each in shown}
    rows = [(each.name, each.value or "(empty)", each.source) for each in shown]
    result(as_json, {"settings": facts}, columns(rows))
