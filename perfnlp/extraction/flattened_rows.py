"""Parse a flattened table's body: the cheapest ways to read its pieces as levels, rows and leftovers.

The parser is a chart over the pieces. At every piece it knows the best few readings
of what stands before; each reading is extended by a level heading, a row, the points
that a page break tore off, or a leftover piece. The sums of the table then choose
among the readings that reach the end (`flattened_checks.py`).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from heapq import nsmallest

from perfnlp.extraction.flattened_cells import join
from perfnlp.extraction.flattened_headers import LEFT_LABELS, region_label
from perfnlp.extraction.flattened_pieces import LEVEL_POINTS, NUMBER, POINTS, POINTS_ONLY, Piece
from perfnlp.extraction.flattened_values import NUMERIC, ColumnReader, Span
from perfnlp.lexicon import Lexicon
from perfnlp.text import squeeze

_READINGS = 8
_NAME_PIECES = 9
_LEVEL_PIECES = 12
_TORN_REACH = 6
_ROW_REWARD = 6.0
_UNANCHORED_REWARD = 1.0
_MIN_NUMBERING = 3
_HOPELESS = 3.0
_LOST_TEXT = 3.0
_SECOND_LINES = 1.5  # of cells that were printed line by line, side by side
_TORN_TEXT = 2.0
_POINTS_TAIL = re.compile(r"\d*(?:\.\d+)?分\)")
_EMPTY = frozenset({"", "-", "—", "——", "/", "无", "*"})


@dataclass(frozen=True, slots=True)
class Level:
    """A level heading: its rank 1 or 2, its label without points, its points if printed."""

    rank: int
    label: str
    points: Decimal | None


@dataclass(frozen=True, slots=True)
class Row:
    """A row as read; `line` is the index of the line it begins on."""

    name: str
    cells: tuple[tuple[str, str], ...]
    points: Decimal | None
    line: int

    def cell(self, column: str) -> str | None:
        """Return the text of a column, None where it is empty or absent."""
        text = dict(self.cells).get(column, "")
        return None if text in _EMPTY and (column == "note" or text != "无") else text


@dataclass(frozen=True, slots=True)
class Torn:
    """Points, with the rest of a name before them, that a page break tore off their cell."""

    text: str
    points: Decimal | None


@dataclass(frozen=True, slots=True)
class Leftover:
    """Pieces of one line that fit nowhere; `page_line` is the line that a page begins with shortly before, or -1."""

    texts: tuple[str, ...]
    line: int
    page_line: int = -1


Item = Level | Row | Torn | Leftover


@dataclass(frozen=True, slots=True, order=True)
class Reading:
    """One way to read a body up to some piece, and where its last row or level ends."""

    cost: float
    items: tuple[Item, ...] = field(compare=False)
    end_line: int = field(compare=False, default=-1)


@dataclass(frozen=True, slots=True)
class _Step:
    cost: float
    end: int
    item: Item | None


class BodyParser:
    """Reads one body. `columns` are the fields right of the name in printed order."""

    def __init__(self, pieces: Sequence[Piece], columns: Sequence[str], lexicon: Lexicon) -> None:
        """Note where level headings stand and whether names carry their points."""
        self._pieces = tuple(pieces)
        self._levels = {label: rank for label, rank in lexicon.levels.items() if label not in LEFT_LABELS}
        self._in_name = "points" not in columns and any(
            POINTS.search(squeeze(piece.text)) or _POINTS_TAIL.search(squeeze(piece.text)) for piece in pieces
        )
        # rows without a figure in a column of its own are easy to invent
        self._reward = _ROW_REWARD if NUMERIC & set(columns) else _UNANCHORED_REWARD
        self._level_steps = [tuple(self._read_level(start)) for start in range(len(pieces))]
        self._numbering = _numbering(pieces)
        barriers = [index for index in range(len(pieces)) if self._is_barrier(index)]
        self._reader = ColumnReader(pieces, columns, lexicon, barriers)

    def readings(self) -> tuple[Reading, ...]:
        """Return the best readings of the whole body, cheapest first."""
        chart: list[list[Reading]] = [[] for _ in range(len(self._pieces) + 1)]
        chart[0] = [Reading(0.0, ())]
        final: list[Reading] = []
        for start in range(len(self._pieces)):
            readings = nsmallest(_READINGS, chart[start])
            if not readings:
                continue
            steps = list(self._steps(start))
            for reading in readings:
                final.append(Reading(reading.cost + self._rest_cost(start), reading.items, reading.end_line))
                for step in steps:
                    chart[step.end].append(self._extend(reading, step))
        return tuple(nsmallest(_READINGS, [*final, *chart[-1]]))

    def _extend(self, reading: Reading, step: _Step) -> Reading:
        cost = reading.cost + step.cost
        if step.item is None:
            return Reading(cost, reading.items, reading.end_line)
        if isinstance(step.item, Leftover):
            return Reading(cost, (*reading.items, step.item), reading.end_line)
        if isinstance(step.item, Torn) and not _lacks_points(reading.items):
            cost += 2.5
        return Reading(cost, (*reading.items, step.item), self._pieces[step.end - 1].line)

    def _rest_cost(self, start: int) -> float:
        """Return the cost of leaving everything from `start` on unread."""
        return 5 + 0.05 * (len(self._pieces) - start)

    def _steps(self, start: int) -> Iterator[_Step]:
        yield self._leftover(start)
        yield from self._level_steps[start]
        yield from self._torn(start)
        yield from self._rows(start)

    def _leftover(self, start: int) -> _Step:
        piece = self._pieces[start]
        text = squeeze(piece.text)
        if start in self._numbering:
            return _Step(0.0, start + 1, None)
        page_lines = [
            other.line for other in self._pieces[max(0, start - _TORN_REACH) : start + 1] if other.starts_page
        ]
        is_text = not NUMBER.fullmatch(text) and "分" not in text and not any(text in label for label in self._levels)
        if page_lines and is_text:
            return _Step(_TORN_TEXT, start + 1, Leftover((piece.raw,), piece.line, page_lines[-1]))
        cost = _LOST_TEXT if piece.is_first and piece.is_last else _SECOND_LINES
        if self._is_label_piece(start):
            cost = 0.6
        elif _POINTS_TAIL.fullmatch(text) or POINTS_ONLY.fullmatch(text):
            cost = 1.0
        return _Step(cost, start + 1, Leftover((piece.raw,), piece.line) if cost >= _SECOND_LINES else None)

    def _is_label_piece(self, position: int) -> bool:
        """Return whether a piece of a cut label can stand here: left of everything else on its line."""
        text = squeeze(self._pieces[position].text)
        is_label = any(text in label for label in self._levels) or region_label(text)
        return is_label and (self._pieces[position].is_first or self._is_label_piece(position - 1))

    def _read_level(self, start: int) -> Iterator[_Step]:
        joined = ""
        for end in range(start + 1, min(start + _LEVEL_PIECES, len(self._pieces)) + 1):
            joined += squeeze(self._pieces[end - 1].text)
            label = LEVEL_POINTS.sub("", joined)
            rank = self._levels.get(label)
            if rank is not None:
                match = LEVEL_POINTS.search(joined)
                points = Decimal(match.group(1) or match.group(2)) if match else None
                cost = -1 - 0.1 * len(label) - (1 if match else 0) + 0.05 * (end - start)
                yield _Step(cost, end, Level(rank, label, points))

    def _torn(self, start: int) -> Iterator[_Step]:
        """Read points, and perhaps the end of a name, that stand alone."""
        for end in range(start + 1, min(start + 5, len(self._pieces)) + 1):
            joined = squeeze("".join(piece.text for piece in self._pieces[start:end]))
            match = POINTS.search(joined)
            if not match:
                continue
            alone = POINTS_ONLY.fullmatch(joined)
            if alone or self._pieces[start].starts_page:
                text = POINTS.sub("", join(self._pieces[start:end]).replace("（", "(").replace("）", ")"))
                near = any(piece.starts_page for piece in self._pieces[max(0, start - _TORN_REACH) : start + 1])
                cost = -1.0 if alone and near else -0.5 if near else 1.0
                yield _Step(cost, end, Torn("" if alone else text, Decimal(match.group(1))))
            return

    def _rows(self, start: int) -> Iterator[_Step]:
        for end, cost, points in self._names(start):
            name = _without_points(join(self._pieces[start:end]))
            for values_cost, row_end, spans in self._reader.ways(end):
                total = cost + values_cost - self._reward + self._row_cost(spans, row_end, points)
                if total > _HOPELESS:
                    continue
                cells = tuple((column, join(self._pieces[a:b])) for column, a, b in spans)
                yield _Step(total, row_end, Row(name, cells, points, self._pieces[start].line))

    def _names(self, start: int) -> Iterator[tuple[int, float, Decimal | None]]:
        penalty = 4.0 if self._level_steps[start] else 0.0
        for end in range(start + 1, min(start + _NAME_PIECES, len(self._pieces)) + 1):
            if end - 1 > start and self._is_barrier(end - 1):
                return
            joined = squeeze("".join(piece.text for piece in self._pieces[start:end]))
            match = POINTS.search(joined)
            cost = penalty + self._reader.cost("name", start, end)
            if match:
                yield end, cost, Decimal(match.group(1))
                return
            if self._in_name:
                cost += 3
            yield end, cost, None

    def _is_barrier(self, position: int) -> bool:
        return self._pieces[position].is_first and any(
            isinstance(step.item, Level) and step.item.label.endswith("指标") for step in self._level_steps[position]
        )

    def _row_cost(self, spans: Sequence[Span], end: int, points: Decimal | None) -> float:
        cost = 0.0
        if end < len(self._pieces) and not self._pieces[end].is_first:
            cost += 4
        numbers = {kind: Decimal(self._pieces[a].text.removesuffix("分")) for kind, a, _ in spans if kind in NUMERIC}
        limit = points if points is not None else numbers.get("points")
        if limit is not None and numbers.get("score", Decimal(0)) > limit:
            cost += 4
        return cost


def _numbering(pieces: Sequence[Piece]) -> frozenset[int]:
    """Return where a column of running numbers stands: 1, 2, 3 ... at the beginning of lines."""
    found: list[int] = []
    for index, piece in enumerate(pieces):
        if piece.is_first and piece.text == str(len(found) + 1):
            found.append(index)
    return frozenset(found) if len(found) >= _MIN_NUMBERING else frozenset()


def _lacks_points(items: tuple[Item, ...]) -> bool:
    """Return whether the last row or an open level still waits for its points."""
    waiting = 0
    for item in reversed(items):
        if isinstance(item, Torn):
            waiting -= 1
        elif not isinstance(item, Leftover) and item.points is None:
            waiting += 1
        if isinstance(item, Level) and item.rank == 1:
            break
    return waiting > 0


def _without_points(name: str) -> str:
    match = re.search(r"[（(]\s*\d+(?:\.\d+)?\s*分\s*[）)]$", name)
    return name[: match.start()] if match else name
