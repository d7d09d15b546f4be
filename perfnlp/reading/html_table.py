"""The grid of one HTML table, spans repeated, as a browser lays it out."""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from perfnlp.errors import ReadingError
from perfnlp.reading.html_text import NEVER_PRINTED, Descent, Walk, is_hidden, printed_lines

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_MAX_SPAN = 100  # columns; more than any form has, so that a span of 65534 costs nothing
_MAX_SLOTS = 3_000_000
_MANY_LINES = 40  # a cell that long is the body of a page
_FEW_CELLS = 3
_CELLS = ("td", "th")
_SECTIONS = {"thead": 0, "tfoot": 2}
_HIDDEN_ROW = "本行在网页中是隐藏行，请核对是否应当计入。"
_UNREAD_TEXT = "本行单元格中有隐藏或已删除的文字，未读取，请与原件核对。"


@dataclass(slots=True, kw_only=True)
class _Cell:
    element: "Element"
    text: str
    n_columns: int
    n_rows: int  # 0: to the end of the section


@dataclass(slots=True, kw_only=True)
class _Row:
    number: int
    section: "Element"
    is_hidden: bool
    cells: list[_Cell] = field(default_factory=list)
    hidden_texts: list[str] = field(default_factory=list)
    has_unread: bool = False
    is_layout: bool = False

    def remarks(self, shown: Sequence[str]) -> Iterator[str]:
        """Yield what a person must see; `shown` is the row's texts in the grid."""
        if self.is_hidden:
            yield _HIDDEN_ROW
        if self.has_unread:
            yield _UNREAD_TEXT
        for text in self.hidden_texts:
            if text not in shown:  # scripts that merge cells hide the ones behind
                yield f"本行有隐藏单元格“{text}”，未读取，请核对。"


@dataclass(frozen=True, slots=True, kw_only=True)
class GridRow:
    """One row of the grid.

    Attributes:
        number: place in the table, counted from 1.
        cells: texts, a merged cell repeated.
        n_own: cells with a text that begin in this row.
        remarks: what a person must see.
    """

    number: int
    cells: tuple[str, ...]
    n_own: int
    remarks: tuple[str, ...]


Part = str | Descent | tuple[GridRow, ...]
"""A line outside of the cells, something to be read for itself, or rows of a grid."""


@dataclass(slots=True, kw_only=True)
class _Open:
    """A table whose end was not met yet."""

    n_filled: int = 0
    n_wide: int = 0
    holds_table: bool = False

    def end_row(self) -> None:
        self.n_wide += self.n_filled > 1
        self.n_filled = 0


def find_layout_cells(root: "Element") -> AbstractSet["Element"]:
    """Return the cells that arrange a page: a table in them has two rows of two filled cells, or tables of its own."""
    from lxml.etree import iterwalk

    found: set[Element] = set()
    cells: list[Element] = []
    tables: list[_Open] = [_Open()]  # cells may stand outside of any table
    for event, element in iterwalk(root, events=("start", "end"), tag=("table", "tr", *_CELLS)):
        if element.tag == "tr":
            tables[-1].end_row()
        elif element.tag in _CELLS and event == "start":
            cells.append(element)
        elif element.tag in _CELLS:
            cells.pop()
            tables[-1].n_filled += any(text.strip() for text in element.itertext())
        elif event == "start":
            tables.append(_Open())
        else:
            table = tables.pop()
            table.end_row()
            tables[-1].holds_table = True
            if cells and (table.n_wide > 1 or table.holds_table):
                found.add(cells[-1])
    return found


def read_table(table: Descent, layout_cells: AbstractSet["Element"], name: str) -> Iterator[Part]:
    """Yield what `table` holds, in order: lines beside its cells, runs of rows, cells to be read for themselves.

    Raises:
        ReadingError: its spans make a grid of an absurd size.
    """
    reading = _Reading(table, layout_cells)
    yield from reading.beside
    rows = sorted(reading.rows, key=lambda row: _SECTIONS.get(str(row.section.tag), 1))
    run: list[GridRow] = []
    for row, cells in zip(rows, _lay_out(rows, name), strict=True):
        if not row.is_layout:
            n_own = sum(bool(cell.text) for cell in row.cells)
            run.append(GridRow(number=row.number, cells=cells, n_own=n_own, remarks=tuple(row.remarks(cells))))
            continue
        yield tuple(run)
        run = []
        yield from (Descent(cell.element, row.is_hidden) for cell in row.cells)
    yield tuple(run)


class _Reading:
    """Takes the rows of one table apart.

    Attributes:
        rows: as the source has them.
        beside: captions, and what stands in the table outside of its cells: a browser shows it above.
    """

    def __init__(self, table: Descent, layout_cells: AbstractSet["Element"]) -> None:
        from lxml.etree import iterwalk

        self.rows: list[_Row] = []
        self.beside: list[str | Descent] = []
        self._layout_cells = layout_cells
        self._table = table
        walk = iterwalk(table.element, events=("start", "end"))
        for event, element in walk:
            if event == "start":
                if self._enter(element):
                    walk.skip_subtree()
                else:
                    self._note(element.text)
            elif element is not table.element:
                self._note(element.tail)
        for row in self.rows:
            is_body = len(row.cells) <= _FEW_CELLS and any(cell.text.count("\n") > _MANY_LINES for cell in row.cells)
            row.is_layout = row.is_layout or is_body

    def _note(self, text: str | None) -> None:
        if text is not None and text.strip():
            self.beside.extend(printed_lines([text]))

    def _enter(self, element: "Element") -> bool:
        """Take one element in; True if it is done with all that is in it."""
        if element.tag == "tr":
            parent = element.getparent()
            self._add_row(self._table.element if parent is None else parent, element)
        elif element.tag in _CELLS:
            if not self.rows:  # cells without a row
                self._add_row(self._table.element, element)
            self._add_cell(element)
            return True
        elif element.tag in {"caption", "table"} and element is not self._table.element:
            self.beside.append(Descent(element, self._table.is_hidden or is_hidden(element)))
            return True
        return element.tag in NEVER_PRINTED

    def _add_row(self, section: "Element", element: "Element") -> None:
        hidden = self._table.is_hidden or is_hidden(element) or is_hidden(section)
        self.rows.append(_Row(number=len(self.rows) + 1, section=section, is_hidden=hidden))

    def _add_cell(self, element: "Element") -> None:
        row = self.rows[-1]
        walk = Walk(element, enters_tables=True)
        is_layout = element in self._layout_cells
        text = "" if is_layout else "\n".join(line for line in printed_lines(walk.tokens()) if isinstance(line, str))
        if is_hidden(element) and not is_layout:  # takes no place in the grid
            row.hidden_texts += [text] if text else []
            return
        row.is_layout = row.is_layout or is_layout
        row.has_unread = row.has_unread or walk.has_unread
        cell = _Cell(element=element, text=text, n_columns=_span(element, "colspan"), n_rows=_span(element, "rowspan"))
        row.cells.append(cell)


def _span(element: "Element", attribute: str) -> int:
    digits = (element.get(attribute) or "1").strip()
    number = int(digits[:6]) if digits.isascii() and digits.isdigit() else 1
    return max(1, min(number, _MAX_SPAN)) if attribute == "colspan" else number


def _lay_out(rows: Sequence[_Row], name: str) -> list[tuple[str, ...]]:
    """Return the texts of each row by column; of cells that lie over one another the earlier one shows.

    A column in which no cell begins only repeats the one before it, and is left out.
    """
    grid: list[dict[int, str]] = []
    carried: dict[int, tuple[int, str]] = {}  # column -> rows that the cell above still takes, its text
    begun: set[int] = set()
    n_slots = 0
    for place, row in enumerate(rows):
        slots = {column: text for column, (_n_rows, text) in carried.items()}
        below = {column: (n_rows - 1, text) for column, (n_rows, text) in carried.items() if n_rows > 1}
        is_last = place + 1 == len(rows) or rows[place + 1].section is not row.section
        column = 0
        for cell in row.cells:
            while column in slots:
                column += 1
            begun.add(column)
            free = [at for at in range(column, column + cell.n_columns) if at not in slots]
            slots.update(dict.fromkeys(free, cell.text))
            if cell.n_rows != 1:
                below.update(dict.fromkeys(free, (cell.n_rows - 1 if cell.n_rows else len(rows), cell.text)))
        n_slots += len(slots)
        if n_slots > _MAX_SLOTS:
            message = f"cannot read '{name}': a table has more than {_MAX_SLOTS:,} cells. Save it as several files."
            raise ReadingError(message)
        grid.append(slots)
        carried = {} if is_last else below
    columns = sorted(begun)
    return [tuple(slots.get(column, "") for column in columns) for slots in grid]
