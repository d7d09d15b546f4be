"""Part the rows that share the room between two rulings, by a column that holds one figure a row.

Joined, the figures of two rows would read as one: 9.5 over 10 is not 9.510.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from perfnlp.reading.pdf_glyphs import Glyph, Line, make_lines

_FIGURE = re.compile(r"\d{1,4}(?:\.\d+)?%?")
_EVEN = 1.0
"""Points by which line distances may differ and still be the same."""


def holds_figures(text: str) -> bool:
    """Whether a cell holds several lines, each a figure: of several rows, most likely."""
    lines = text.split("\n")
    return len(lines) > 1 and all(_FIGURE.fullmatch(line) for line in lines)


def find_splits(columns: Sequence[Sequence[Glyph]]) -> list[float] | None:
    """Return where the rows of a band part, from top to bottom; None if they do and nobody can tell where.

    Args:
        columns: the characters of each column of the band.

    One column of figures counts if no other has fewer lines; two if they have equally many, and no
    column of figures fewer. Else the lines are taken as one row's.
    """
    by_column = [make_lines(column) for column in columns if column]
    figures = [lines for lines in by_column if all(_FIGURE.fullmatch(line.text) for line in lines)]
    counts = {len(lines) for lines in figures}
    n_rows = max(counts, default=0)
    is_sure = len(figures) > 1 or all(len(lines) >= n_rows for lines in by_column)
    if n_rows < 2 or len(counts) > 1 or not is_sure:  # noqa: PLR2004  rows
        return []
    return _part([glyph for column in columns for glyph in column], figures[0])


def _part(glyphs: Sequence[Glyph], anchors: Sequence[Line]) -> list[float] | None:
    """Part before each figure if figures stand in first lines, else at the widest distance between two of them."""
    lines = make_lines(glyphs)
    middles = [(line.top + line.bottom) / 2 for line in lines]
    marks = [(line.top + line.bottom) / 2 for line in anchors]
    stands_first = abs(middles[0] - marks[0]) <= lines[0].bottom - lines[0].top
    places: list[float] = []
    for upper, lower in pairwise(marks):
        inside = [
            middle for middle in middles if upper < middle < lower and min(middle - upper, lower - middle) > _EVEN
        ]
        between = [upper, *inside, lower]
        distances = sorted((below - above, (above + below) / 2) for above, below in pairwise(between))
        is_even = len(distances) > 1 and distances[-1][0] - distances[-2][0] <= _EVEN
        if is_even and not stands_first:
            return None
        places.append((between[-2] + lower) / 2 if is_even else distances[-1][1])
    return places
