"""Put the characters of a page into the cells of its grids."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from perfnlp.reading.pdf_frame import Affine, Rect, map_rect
from perfnlp.reading.pdf_glyphs import Glyph, make_lines
from perfnlp.reading.pdf_grids import Grid
from perfnlp.reading.pdf_rows import find_splits, holds_figures

_CUT = 0.2
"""Share of a character's width that a border must leave on either side to cut it."""
_SAME_BASE = 0.5
_PADDING = 6.0
"""Points between a cell's border and text that is aligned at it, at most."""


class PageRow(NamedTuple):
    """A row of a table: a merged cell's text in each column that it spans, each cell's box once."""

    cells: tuple[str, ...]
    boxes: tuple[Rect, ...]


class PageTable(NamedTuple):
    """A table as one page shows it.

    Attributes:
        borders: of its columns, one more than columns, in the frame of its upright text; each from the
            least to the greatest x that it may stand at, which is one for rulings.
        rows: from top to bottom.
        area: where it stands.
    """

    borders: tuple[tuple[float, float], ...]
    rows: tuple[PageRow, ...]
    area: Rect

    @property
    def is_open(self) -> bool:
        """Whether columns are told by blanks."""
        return any(start < end for start, end in self.borders)


def read_tables(grids: Iterable[Grid], glyphs: list[Glyph]) -> tuple[list[PageTable], list[Glyph]]:
    """Return the tables of grids and the characters that stand in none; a table inside a cell stands alone."""
    tables: list[PageTable] = []
    for grid in sorted(grids, key=_extent):
        places = [_cell_at(grid, (glyph.left + glyph.right) / 2, (glyph.top + glyph.bottom) / 2) for glyph in glyphs]
        _take_back_overflow(grid, glyphs, places)
        cells: list[list[Glyph]] = [[] for _ in grid.cells]
        outside: list[Glyph] = []
        for glyph, index in zip(glyphs, places, strict=True):
            (cells[index] if index is not None else outside).append(glyph)
        if sum(map(bool, cells)) > 1:
            tables.append(_make_table(grid, cells))
            glyphs = outside
    return tables, glyphs


def turn_table(table: PageTable, back: Affine) -> PageTable:
    """Return the table with its boxes in another frame."""
    rows = tuple(row._replace(boxes=tuple(map_rect(back, *box) for box in row.boxes)) for row in table.rows)
    return table._replace(rows=rows, area=map_rect(back, *table.area))


def _extent(grid: Grid) -> float:
    return (grid.xs[-1] - grid.xs[0]) * (grid.ys[-1] - grid.ys[0])


def _cell_at(grid: Grid, x: float, y: float) -> int | None:
    if not (grid.xs[0] <= x < grid.xs[-1] and grid.ys[0] <= y < grid.ys[-1]):
        return None
    return grid.faces[bisect_right(grid.ys, y) - 1][bisect_right(grid.xs, x) - 1]


def _take_back_overflow(grid: Grid, glyphs: Sequence[Glyph], places: list[int | None]) -> None:
    """Give text that runs on over the border into empty neighbours, as spreadsheets print it, to its own cell."""
    for number, glyph in enumerate(glyphs):
        margin = _CUT * (glyph.right - glyph.left)
        middle = (glyph.top + glyph.bottom) / 2
        ends = (_cell_at(grid, glyph.left + margin, middle), _cell_at(grid, glyph.right - margin, middle))
        if ends[0] == ends[1] or None in ends or places[number] is None:
            continue
        first = last = number
        while first and _follows(glyphs[first - 1], glyphs[first]):
            first -= 1
        while last + 1 < len(glyphs) and _follows(glyphs[last], glyphs[last + 1]):
            last += 1
        touched = set(places[first : last + 1])
        owners = touched & {places[place] for place in range(len(glyphs)) if not first <= place <= last}
        if len(owners) > 1 or None in touched:
            continue
        owner = next(iter(owners), None)
        if owner is None:
            owner = _owner(grid, glyphs[first], glyphs[last], (places[first], places[last]))
        places[first : last + 1] = [owner] * (last + 1 - first)


def _follows(before: Glyph, glyph: Glyph) -> bool:
    """Whether two characters stand side by side in one run of text."""
    size = max(before.right - before.left, before.bottom - before.top)
    return abs(glyph.base - before.base) < _SAME_BASE and -size / 2 < glyph.left - before.right < size / 2


def _owner(grid: Grid, first: Glyph, last: Glyph, ends: tuple[int | None, int | None]) -> int | None:
    """Return the cell at whose border the run is aligned."""
    start, end = ends
    if start is not None and first.left - grid.area(grid.cells[start]).left <= _PADDING:
        return start
    if end is not None and grid.area(grid.cells[end]).right - last.right <= _PADDING:
        return end
    return _cell_at(grid, (first.left + last.right) / 2, (first.top + first.bottom) / 2)


def _make_table(grid: Grid, glyphs: Sequence[list[Glyph]]) -> PageTable:
    texts = ["\n".join(line.text for line in make_lines(cell)) for cell in glyphs]
    by_column = list(zip(*grid.faces, strict=True))
    columns = [column for column in range(len(by_column)) if column == 0 or by_column[column] != by_column[column - 1]]
    rows: list[PageRow] = []
    above: tuple[int, ...] = ()
    for number, faces in enumerate(grid.faces):
        if faces != above:
            for bounds in _parted(grid, number, glyphs, texts):
                boxes, shown = _make_row(grid, number, glyphs, texts, bounds)
                rows.append(PageRow(tuple(shown[faces[column]] for column in columns), boxes))
        above = faces
    slack = grid.slack or tuple((x, x) for x in grid.xs)
    borders = (*(slack[column] for column in columns), slack[-1])
    return PageTable(borders, tuple(rows), Rect(grid.xs[0], grid.ys[0], grid.xs[-1], grid.ys[-1]))


def _parted(grid: Grid, number: int, glyphs: Sequence[list[Glyph]], texts: Sequence[str]) -> list[tuple[float, float]]:
    """Return top and bottom of each row that a row of faces holds: one, unless rulings between rows are missing."""
    own = _own_cells(grid, number)
    splits: list[float] = []
    if any(holds_figures(texts[index]) for index in own):
        splits = find_splits([glyphs[index] for index in own]) or []
    return list(pairwise((grid.ys[number], *splits, grid.ys[number + 1])))


def _own_cells(grid: Grid, number: int) -> list[int]:
    """Return the cells that stand in this row of faces only."""
    return [
        index for index in dict.fromkeys(grid.faces[number]) if grid.cells[index].bottom - grid.cells[index].top == 1
    ]


def _make_row(
    grid: Grid, number: int, glyphs: Sequence[list[Glyph]], texts: Sequence[str], bounds: tuple[float, float]
) -> tuple[tuple[Rect, ...], dict[int, str]]:
    """Return the boxes and the text by cell of the row between two heights."""
    faces = dict.fromkeys(grid.faces[number])
    boxes = {index: grid.area(grid.cells[index]) for index in faces}
    shown = {index: texts[index] for index in faces}
    top, bottom = bounds
    if bounds != (grid.ys[number], grid.ys[number + 1]):
        for index in _own_cells(grid, number):
            inside = [glyph for glyph in glyphs[index] if top <= (glyph.top + glyph.bottom) / 2 < bottom]
            shown[index] = "\n".join(line.text for line in make_lines(inside))
            boxes[index] = boxes[index]._replace(top=top, bottom=bottom)
    return tuple(boxes.values()), shown
