"""Tables that hold data, and tables that only arrange the page."""

from __future__ import annotations

from itertools import islice

from satchel.pipeline.article.names import is_caption
from satchel.pipeline.article.paragraphs import wrap_loose
from satchel.pipeline.parsing.tree import Element, length_of, text_of

_ARRANGING = ("presentation", "none")  #: what the role of a table says that holds no data
PASSAGE = 400  #: letters of a cell; data has fewer
TOLD = 100  #: letters of a cell of a table of one column, which is a letter and no list


def is_layout(table: Element) -> bool:
    """True for a table without data that holds other tables, code, or whole passages in one of its cells.

    Letters are made of tables of one column; a passage of such a one is shorter.
    """
    if table.get("role") in _ARRANGING or next(table.iterdescendants("table", "pre"), None) is not None:
        return True
    cells = list(table.iter("td"))
    told = (length_of(one) > TOLD or next(one.iter("img"), None) is not None for one in cells)
    if all(len(row) <= 1 for row in table.iter("tr")) and any(told):
        return True
    several = (one for one in cells if len(list(islice(one.iter("p", "h1", "h2", "h3"), 3))) > 2)
    return any(length_of(one) > PASSAGE for one in several)


def open_up(table: Element) -> None:
    """Make plain boxes of a table that only arranges the page."""
    _head(table)
    for row in table:
        if row.tag in ("colgroup", "caption"):
            row.tag = "div"
        for part in (row, *row.iterchildren("tr", "td", "th")):
            if part.tag == "tr":
                for cell in part.iterchildren("td", "th"):
                    _open_cell(cell)
            if part.tag in ("td", "th"):
                _open_cell(part)
            elif part.tag in ("tbody", "thead", "tfoot", "tr"):
                part.tag = "figcaption" if len(part) and part[-1].tag == "span" else "div"
    table.tag = "div"


def _head(table: Element) -> None:
    """Make a heading of a first row that is nothing but a link, above a passage: letters put titles so."""
    rows = list(islice(table.iter("tr"), 2))
    link = next(rows[0].iter("a"), None) if len(rows) > 1 else None
    if link is None or length_of(rows[1]) <= TOLD or next(rows[0].iter("img"), None) is not None:
        return
    if text_of(link) == text_of(rows[0]):
        rows[0].tag, rows[0].text, link.tail = "h3", None, None
        rows[0][:] = [link]


def _open_cell(cell: Element) -> None:
    cell.tag = "span" if is_caption(cell.get("class") or "") else "div"
    if cell.tag == "div":
        wrap_loose(cell)


def is_data_table(table: Element) -> bool:
    """True for a table that holds data, False for one that only arranges the page."""
    if table.get("role") in _ARRANGING:
        return False
    if any(True for _ in table.iter("col", "colgroup", "tfoot", "thead", "th")):
        return True
    if len(list(islice(table.iter("table"), 2))) > 1:
        return False
    rows = list(table.iter("tr"))
    columns = max((sum(_span(cell) for cell in row if cell.tag in ("td", "th")) for row in rows), default=0)
    return len(rows) > 1 and columns > 1 and len(rows) * columns >= 10


def _span(cell: Element) -> int:
    span = cell.get("colspan") or "1"
    return min(int(span), 50) if span.isascii() and span.isdigit() else 1
