"""Lay the cells of a Word table out on its grid, and let tables stand apart that others only arrange on the page."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from perfnlp.records import Block, Locator, Paragraph, Table, TableRow

MAX_COLUMNS = 64
"""Word has no wider tables."""
_ROOM = 120  # twentieths of a point, about 2 mm: borders nearer to one another are meant as one
_LAYOUT_COLUMNS, _REAL_COLUMNS = 2, 3


@dataclass(frozen=True, slots=True, kw_only=True)
class GridCell:
    """One cell as the file has it.

    Attributes:
        blocks: paragraphs and tables in it.
        span: columns that it covers, >= 1.
        merge: "restart" where a cell merged over several rows begins, "continue" below, else None.
        width: in twentieths of a point, 0 if the file does not say.
    """

    blocks: tuple[Block, ...]
    span: int = 1
    merge: str | None = None
    width: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class GridRow:
    """One row as the file has it.

    Attributes:
        cells: from left to right; columns left out before the first or after the last are blank cells.
        remarks: as `TableRow.remarks`.
    """

    cells: tuple[GridCell, ...]
    remarks: tuple[str, ...] = ()


def lay_out(rows: Sequence[GridRow], place: Locator) -> Iterator[Block]:
    """Yield the table of `rows`, each located at `place`, as a grid of equally wide rows.

    A table of single cells only frames its text: it gives the blocks in them. Where a row
    holds a table of its own, that one stands apart between the parts of this one.
    """
    if all(len(row.cells) == 1 for row in rows):
        yield from (block for row in rows for block in row.cells[0].blocks)
        return
    part: list[TableRow] = []
    for row, texts, covered in _grid(rows):
        apart = _apart(row)
        if any(text.strip() for text in texts) or row.remarks or covered:
            part.append(TableRow(cells=texts, locator=place, remarks=(*row.remarks, *covered)))
        if apart and part:
            yield Table(rows=tuple(part))
            part = []
        yield from apart
    if part:
        yield Table(rows=tuple(part))


def _apart(row: GridRow) -> tuple[Block, ...]:
    """Return what does not belong to the row's text: its tables; all it holds, if one cell frames a table."""
    filled = [cell for cell in row.cells if cell.blocks]
    if len(filled) == 1 and any(_is_table(block, _LAYOUT_COLUMNS) for block in filled[0].blocks):
        return filled[0].blocks
    return tuple(block for cell in filled for block in cell.blocks if _is_table(block, _REAL_COLUMNS))


def _is_table(block: Block, n_columns: int) -> bool:
    return isinstance(block, Table) and len(block.rows) > 1 and len(block.rows[0].cells) >= n_columns


def _grid(rows: Sequence[GridRow]) -> Iterator[tuple[GridRow, tuple[str, ...], tuple[str, ...]]]:
    """Yield each row with its texts by column and remarks on text under merged cells."""
    rows = _aligned(rows)
    n_columns = min(MAX_COLUMNS, max(sum(cell.span for cell in row.cells) for row in rows))
    above: dict[int, str] = {}
    for row in rows:
        apart = _apart(row)
        texts: list[str] = []
        covered: list[str] = []
        merged: dict[int, str] = {}
        for cell in row.cells:
            own = "\n".join(_printed(block) for block in cell.blocks if not any(block is other for other in apart))
            start = len(texts)
            text = above.get(start, own) if cell.merge == "continue" else own
            if own not in {"", text}:
                covered.append(f"被合并的单元格里另有文字“{own}”，版面上看不到，没有采用。")
            if cell.merge is not None:
                merged[start] = text
            texts += [text] * cell.span
        above = merged
        yield row, (*texts, *[""] * n_columns)[:n_columns], tuple(covered)


def _printed(block: Block) -> str:
    if isinstance(block, Paragraph):
        return block.text
    return "\n".join(" ".join(filter(None, row.cells)) for row in block.rows)


def _aligned(rows: Sequence[GridRow]) -> Sequence[GridRow]:
    """Return rows whose cells span columns by their widths, where the spans that the file states do not add up."""
    totals = {sum(cell.span for cell in row.cells) for row in rows}
    if len(totals) == 1 or any(cell.width <= 0 for row in rows for cell in row.cells):
        return rows
    ends = [list(accumulate(cell.width for cell in row.cells)) for row in rows]
    borders: list[int] = []
    for end in sorted({end for row in ends for end in row}):
        if not borders or end - borders[-1] > _ROOM:
            borders.append(end)
    if len(borders) > MAX_COLUMNS:
        return rows
    return [_spanned(row, [bisect_right(borders, end) for end in row_ends])
            for row, row_ends in zip(rows, ends, strict=True)]  # fmt: skip


def _spanned(row: GridRow, columns: Sequence[int]) -> GridRow:
    """Return `row` with cells that end at these columns, each at least one wide."""
    cells, start = [], 0
    for cell, end in zip(row.cells, columns, strict=True):
        span = max(1, end - start)
        cells.append(replace(cell, span=span))
        start += span
    return replace(row, cells=tuple(cells))
