"""Read the columns right of an indicator's name: every way that the pieces can fill them.

Figures that fill a column of their own (points, score) are the anchors between which
the texts stand; the seam between target and actual is the one that costs least.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from heapq import nsmallest

from perfnlp.extraction.flattened_cells import join, name_cost, note_cost, pair_cost, value_cost
from perfnlp.extraction.flattened_pieces import NUMBER, Piece
from perfnlp.lexicon import Lexicon

NUMERIC = frozenset({"points", "score"})
SIGNS = frozenset({"≥", "≤", "=", "<", ">", "定性", "定量"})
_CELL_PIECES = 34
_ANCHORS = 4
_SPLITS = 3
_WORD_COLUMNS = frozenset({"sign", "unit", "rate"})
_REMARK_COLUMNS = frozenset({"note", "criterion", "explanation"})
_RATE = re.compile(r"\d+(?:\.\d+)?%?")

Span = tuple[str, int, int]
"""A column and the half-open range of its pieces."""
Values = tuple[float, int, tuple[Span, ...]]
"""The cost of one way to fill the columns, where it ends, and the spans."""


class ColumnReader:
    """Fills `columns` from `pieces`; no cell goes over a piece in `barriers` (level headings)."""

    def __init__(
        self, pieces: Sequence[Piece], columns: Sequence[str], lexicon: Lexicon, barriers: Collection[int]
    ) -> None:
        """Note where numbers stand."""
        self._pieces = tuple(pieces)
        self._columns = tuple(columns)
        self._lexicon = lexicon
        self._barriers = frozenset(barriers)
        self._numbers = [index for index, piece in enumerate(pieces) if NUMBER.fullmatch(piece.text.removesuffix("分"))]
        self._row_ends: dict[int, list[Values]] = {}
        self._costs: dict[tuple[str, int, int], float] = {}

    def ways(self, start: int) -> list[Values]:
        """Return the best ways to fill all columns from piece `start` on."""
        if start not in self._row_ends:
            best: dict[int, list[Values]] = {}
            for found in self._values(start, 0):
                best.setdefault(found[1], []).append(found)
            self._row_ends[start] = [kept for found in best.values() for kept in nsmallest(_SPLITS, found)]
        return self._row_ends[start]

    def _values(self, start: int, column: int) -> Iterator[Values]:
        """Read the columns from `column` on; the pair of target and actual keeps its best splits only."""
        if column == len(self._columns):
            yield 0.0, start, ()
            return
        kind = self._columns[column]
        if kind == "target" and self._columns[column + 1 : column + 2] == ("actual",):
            for end in self._text_ends(start, column + 1):
                for cost, seam in self._pairs(start, end):
                    spans = (("target", start, seam), ("actual", seam, end))
                    yield from self._then(cost, spans, end, column + 2)
            return
        for cost, end in self._ends(start, column):
            yield from self._then(cost, ((kind, start, end),), end, column + 1)

    def _then(self, cost: float, spans: tuple[Span, ...], end: int, column: int) -> Iterator[Values]:
        for rest_cost, rest_end, rest in self._values(end, column):
            yield cost + rest_cost, rest_end, (*spans, *rest)

    def _ends(self, start: int, column: int) -> Iterator[tuple[float, int]]:
        kind = self._columns[column]
        if kind in NUMERIC:
            yield from ((0.0, start + 1) for number in self._numbers if number == start)
        elif kind in _WORD_COLUMNS:
            yield 0.6, start
            if start < len(self._pieces):
                yield 0.0 if self._fits(kind, self._pieces[start].text) else 1.0, start + 1
        elif kind in _REMARK_COLUMNS:
            yield 0.0, start
            yield from ((self.cost("note", start, end), end) for end in self._text_ends(start, column))
        else:
            yield from ((self.cost("value", start, end), end) for end in self._text_ends(start, column))

    def _fits(self, kind: str, text: str) -> bool:
        if kind == "sign":
            return text in SIGNS
        if kind == "unit":
            return text in self._lexicon.units
        return bool(_RATE.fullmatch(text))

    def _text_ends(self, start: int, column: int) -> Iterator[int]:
        """Return where a text column may end: before a number if one follows, else at a line's end."""
        following = self._columns[column + 1 : column + 2]
        limit = self._limit(start)
        if following and following[0] in NUMERIC:
            ends = [number for number in self._numbers if start < number < limit + 1]
            yield from ends[:_ANCHORS]
        elif following:
            yield from range(start + 1, limit + 1)
        else:
            yield from (end for end in self._line_ends(start) if end <= limit)

    def _line_ends(self, start: int) -> Iterator[int]:
        for end in range(start + 1, self._limit(start) + 1):
            if end == len(self._pieces) or self._pieces[end].is_first:
                yield end

    def _limit(self, start: int) -> int:
        """Return the last end of a cell that begins at `start`: no cell holds a level heading."""
        last = min(start + _CELL_PIECES, len(self._pieces))
        for position in range(start, last):
            if position in self._barriers:
                return position
        return last

    def _pairs(self, start: int, end: int) -> list[tuple[float, int]]:
        pieces = self._pieces
        found = [(5.0 + self.cost("value", start, end), end)]
        for seam in range(start + 1, end):
            cost = self.cost("value", start, seam) + self.cost("value", seam, end)
            found.append((cost + pair_cost(join(pieces[start:seam]), join(pieces[seam:end])), seam))
        return nsmallest(_SPLITS, found)

    def cost(self, kind: str, start: int, end: int) -> float:
        """Return how odd the pieces are as a cell of the kind "name", "value" or "note"."""
        key = (kind, start, end)
        if key not in self._costs:
            pieces = self._pieces[start:end]
            if kind == "note":
                self._costs[key] = note_cost(pieces)
            else:
                judge = name_cost if kind == "name" else value_cost
                self._costs[key] = judge(pieces, self._lexicon)
        return self._costs[key]
