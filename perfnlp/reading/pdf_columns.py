"""Give the pieces of a table that goes on over pages the same columns.

A page shows only the column borders of its own rows. Where the piece on the next page
has others, because a merged heading stood on the first, both get the borders of all.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from perfnlp.records import Block, Paragraph, Table

_SAME = 4.0
"""Points by which a border may move between two pages."""

Borders = tuple[float, ...]


def align_columns(blocks: Sequence[Block], columns: Mapping[int, Borders]) -> list[Block]:
    """Return the blocks with each table's cells repeated in the columns of the pieces before and after it.

    Args:
        blocks: in document order.
        columns: index of a table in `blocks` -> its column borders.
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
    return pages[1] == pages[0] + 1 and abs(one[0] - other[0]) <= _SAME and abs(one[-1] - other[-1]) <= _SAME


def _page(block: Block) -> int:
    locator = block.locator if isinstance(block, Paragraph) else block.rows[0].locator
    return locator.page or 0


def _align(blocks: list[Block], chain: Sequence[int], columns: Mapping[int, Borders]) -> None:
    borders: list[float] = []
    for border in sorted(border for index in chain for border in columns[index]):
        if not borders or border - borders[-1] > _SAME:
            borders.append(border)
    middles = [(left + right) / 2 for left, right in pairwise(borders)]
    for index in chain:
        own, table = columns[index], blocks[index]
        if len(own) == len(borders) or not isinstance(table, Table):
            continue
        places = [min(max(bisect_right(own, middle) - 1, 0), len(own) - 2) for middle in middles]
        rows = (replace(row, cells=tuple(row.cells[place] for place in places)) for row in table.rows)
        blocks[index] = Table(rows=tuple(rows))
