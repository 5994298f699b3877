"""Quality values: how much a browser likes what it names in an Accept header (RFC 9110, 12.4.2)."""

from __future__ import annotations


def weight(parameter: str) -> float:
    """The weight in what stands behind a name's semicolon, 0 to 1; without one 1, and 0 for what is no number."""
    name, _, value = parameter.partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return min(1.0, max(0.0, float(value)))
    except ValueError:
        return 0.0
