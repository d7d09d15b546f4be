"""A document before it has a format: lines of text and grids of cells, with the rows that a reader must find."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a grid; it may span rows and columns to its right and below.

    Attributes:
        text: as printed; "\\n" is a break that the author made.
        rows, columns: how many it spans.
        is_long: whether its text is set flush left.
    """

    text: str
    rows: int = 1
    columns: int = 1
    is_long: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of text outside of grids."""

    text: str
    kind: Literal["title", "heading", "body"] = "body"


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table; positions that a cell above or to the left covers are left out of `rows`.

    Attributes:
        rows: cells from left to right.
        widths: of the columns, relative to one another.
        header: rows (start, end) that are repeated on each page, or None.
    """

    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[float, ...]
    header: tuple[int, int] | None = None

    def placed(self) -> Iterator[tuple[int, int, Cell]]:
        """Yield row, column (from 0) and cell of each cell."""
        covered: set[tuple[int, int]] = set()
        for at, row in enumerate(self.rows):
            column = 0
            for cell in row:
                while (at, column) in covered:
                    column += 1
                yield at, column, cell
                covered |= {(at + down, column + right) for down in range(cell.rows) for right in range(cell.columns)}
                column += cell.columns

    def check(self) -> None:
        """Refuse a grid whose cells leave holes or overlap: the ground truth would be wrong."""
        spots = [
            (at + down, column + right)
            for at, column, cell in self.placed()
            for down in range(cell.rows)
            for right in range(cell.columns)
        ]
        if sorted(spots) != [(at, column) for at in range(len(self.rows)) for column in range(len(self.widths))]:
            message = f"cells leave holes or overlap in a grid that begins {self.rows[0]}"
            raise ValueError(message)


Block = Line | Grid
GoldRow = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document and its truth.

    Attributes:
        name: layout and running number, e.g. "national-03".
        blocks: in reading order.
        gold: rows with the keys of the project's labelled rows.
        is_landscape: whether its pages lie on their side.
        font: family that the formats with fonts use.
    """

    name: str
    blocks: tuple[Block, ...]
    gold: tuple[GoldRow, ...]
    is_landscape: bool
    font: str
