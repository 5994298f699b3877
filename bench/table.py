"""What was measured, as a table for people and as an object for programs."""

from __future__ import annotations

from typing import Any, NamedTuple

from bench.bare import Bare
from bench.client import Run

HEAD = (
    "operation",
    "conns",
    "req/s",
    "CPU ms",
    "p50 ms",
    "p99 ms",
    "bare CPU ms",
    "CPU x bare",
    "rate / bare",
)


class Line(NamedTuple):
    """One operation at one number of connections."""

    name: str
    connections: int
    run: Run
    bare: Bare

    def cells(self) -> tuple[str, ...]:
        """The line as `HEAD` names its parts."""
        run, bare = self.run, self.bare
        return (
            self.name, str(self.connections), f"{run.per_second:,.0f}", f"{run.cost * 1000:.3f}",
            f"{run.ms(50):.2f}", f"{run.ms(99):.2f}", f"{bare.cpu * 1000:.3f}", f"{run.cost / bare.cpu:.2f}",
            f"{run.per_second / bare.per_second:.2f}",
        )  # fmt: skip

    def facts(self) -> dict[str, Any]:
        """The line for programs."""
        run, bare = self.run, self.bare
        return {
            "operation": self.name,
            "connections": self.connections,
            "requests_per_second": round(run.per_second, 1),
            "cpu_ms": round(run.cost * 1000, 4),
            "p50_ms": round(run.ms(50), 3),
            "p99_ms": round(run.ms(99), 3),
            "bare_cpu_ms": round(bare.cpu * 1000, 4),
            "bare_per_second": round(bare.per_second, 1),
            "wrong": len(run.wrong),
        }


def lines(rows: list[tuple[str, ...]]) -> str:
    """The rows as columns: the first to the left, the others to the right."""
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if at else cell.ljust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    )
