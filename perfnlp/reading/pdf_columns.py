"""Give the pieces of a table that goes on over pages the same columns.

A page shows only the column borders of its own rows. Where the piece on the next page
has others, because a merged heading stood on the first, both get the borders of all. A
border that is no ruling may stand anywhere in the blank between two columns; where another
page shows a column in that blank, the column is empty here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from perfnlp.reading.pdf_gaps import Span, stab
from perfnlp.records import Block, Paragraph, Table

_SAME = 4.0
"""Points by which a border may move between two pages."""

Borders = tuple[Span, ...]


def align_columns(blocks: Sequence[Block], columns: Mapping[int, Borders]) -> list[Block]:
    """Return the blocks with each table's cells repeated in the columns of the pieces before and after it.

    Args:
        blocks: in document order.
        columns: index of a table in `blocks` -> its column borders, each from the least to the greatest
            x that it may stand at.
    """
    aligned = list(blocks)
    chain: list[int] = []
    for index in sorted(columns):
        if chain and not _goes_on(blocks, chain[-1], index, columns):
            _align(aligned, chain, columns)
            chain = []
        chain.append(index)
    _align(aligned, chain, columns)
    return aligned


def _goes_on(blocks: Sequence[Block], above: int, below: int, columns: Mapping[int, Borders]) -> bool:
    """Whether two tables stand under one another on consecutive pages with the same outer borders."""
    pages = [_page(blocks[index]) for index in (above, below)]
    one, other = columns[above], columns[below]
    return (
        pages[1] == pages[0] + 1 and abs(one[0][0] - other[0][0]) <= _SAME and abs(one[-1][0] - other[-1][0]) <= _SAME
    )


def _page(block: Block) -> int:
    locator = block.locator if isinstance(block, Paragraph) else block.rows[0].locator
    return locator.page or 0


def _align(blocks: list[Block], chain: Sequence[int], columns: Mapping[int, Borders]) -> None:
    spans = {index: [(start - _SAME / 2, end + _SAME / 2) for start, end in columns[index]] for index in chain}
    borders = stab(span for index in chain for span in spans[index])
    for index in chain:
        table = blocks[index]
        if len(spans[index]) == len(borders) or not isinstance(table, Table):
            continue
        places = _places(spans[index], [(start + end) / 2 for start, end in borders])
        rows = (
            replace(row, cells=tuple("" if place is None else row.cells[place] for place in places))
            for row in table.rows
        )
        blocks[index] = Table(rows=tuple(rows))


def _places(own: Sequence[Span], borders: Sequence[float]) -> list[int | None]:
    """Return for each column between `borders` the table's own one that it lies in, None inside an own border."""
    places: list[int | None] = []
    passed = -1
    for left, right in pairwise(borders):
        while passed + 1 < len(own) and own[passed + 1][0] <= left:
            passed += 1
        is_blank = passed >= 0 and own[passed][0] <= left and right <= own[passed][1]
        places.append(None if is_blank else min(max(passed, 0), len(own) - 2))
    return places
