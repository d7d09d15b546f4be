"""Put a reading's rows under their levels and check them against the sums that the table states.

A level's points are the sum of its rows' points, a block's the sum of its levels'.
Every failed sum is one Chinese sentence for the rows it concerns.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from perfnlp.extraction.flattened_rows import Item, Leftover, Level, Reading, Row, Torn

_FAILURE_COST = 3.0
_COST_LEVEL = "成本指标"


@dataclass(frozen=True, slots=True)
class PlacedRow:
    """A row with the indexes of its levels in `Placed.levels`, None where no heading stands above it."""

    row: Row
    level1: int | None
    level2: int | None


@dataclass(frozen=True, slots=True)
class Placed:
    """A body's levels and rows in document order.

    Attributes:
        leftovers: index of the nearest row above -> text behind it that fits nowhere.
        end_line: index of the last line that was read, -1 if none.
    """

    levels: tuple[Level, ...]
    rows: tuple[PlacedRow, ...]
    leftovers: Mapping[int, str]
    end_line: int = -1


@dataclass(frozen=True, slots=True)
class Failure:
    """A check that does not hold: the indexes of the rows concerned and the sentence for a person."""

    rows: tuple[int, ...]
    sentence: str


def choose(readings: Sequence[Reading], stated: Decimal | None) -> tuple[Placed, tuple[Failure, ...]]:
    """Return the reading that the sums and the cost together favour, and what fails in it."""
    best: tuple[float, Placed, tuple[Failure, ...]] | None = None
    for reading in readings:
        placed = replace(place(reading.items), end_line=reading.end_line)
        failures = check(placed, stated)
        cost = reading.cost + _FAILURE_COST * (len(failures) - len(placed.leftovers))
        if best is None or cost < best[0]:
            best = (cost, placed, failures)
    return (best[1], best[2]) if best else (Placed((), (), {}), ())


def place(items: Sequence[Item]) -> Placed:
    """Return the rows under the headings above them; torn points go to what lacks points, outermost first."""
    levels: list[Level] = []
    rows: list[PlacedRow] = []
    leftovers: dict[int, str] = {}
    open1: int | None = None
    open2: int | None = None
    for index, item in enumerate(items):
        if isinstance(item, Level):
            levels.append(item)
            if _rank(items, index, None if open1 is None else levels[open1], is_fresh=open2 is None) == 1:
                open1, open2 = len(levels) - 1, None
            else:
                open2 = len(levels) - 1
        elif isinstance(item, Row):
            rows.append(PlacedRow(item, open1, open2))
        elif isinstance(item, Leftover):
            nearest = max(len(rows) - 1, 0)
            leftovers[nearest] = leftovers.get(nearest, "") + item.text
        elif index and not isinstance(items[index - 1], Torn):
            _mend(levels, rows, (open1, open2), _torn_run(items, index))
    return Placed(tuple(levels), tuple(rows), leftovers)


def _rank(items: Sequence[Item], index: int, above: Level | None, *, is_fresh: bool) -> int:
    """Return a label's rank where it stands: 成本指标 and 满意度指标 are used at both."""
    level = items[index]
    if not isinstance(level, Level):
        return 0
    following = items[index + 1] if index + 1 < len(items) else None
    heads_level2 = isinstance(following, Level) and following.rank != 1
    if level.label == _COST_LEVEL:
        return 1 if heads_level2 and "成本" in getattr(following, "label", "") else 2
    if level.rank == 1 and above and above.label == level.label and is_fresh and not heads_level2:
        return 2
    return level.rank


def _torn_run(items: Sequence[Item], start: int) -> list[Torn]:
    run = []
    for item in items[start:]:
        if not isinstance(item, Torn):
            break
        run.append(item)
    return run


def _mend(levels: list[Level], rows: list[PlacedRow], opened: tuple[int | None, ...], torn: Sequence[Torn]) -> None:
    waiting: list[int | None] = [index for index in opened if index is not None and levels[index].points is None]
    if rows and rows[-1].row.points is None:
        waiting.append(None)
    for index, piece in zip(waiting[-len(torn) :], torn, strict=False):
        if index is not None:
            levels[index] = replace(levels[index], points=piece.points)
            continue
        row = rows[-1].row
        rows[-1] = replace(rows[-1], row=replace(row, name=row.name + piece.text, points=piece.points))


def check(placed: Placed, stated: Decimal | None) -> tuple[Failure, ...]:
    """Return what fits nowhere and every sum of points that does not hold; sums with a missing part are not judged."""
    failures = [
        Failure((index,), f"自评表校验：“{text}”未能归入任何一行，请核对原表。")
        for index, text in placed.leftovers.items()
    ]
    for index, level in enumerate(placed.levels):
        under = tuple(n for n, row in enumerate(placed.rows) if index in (row.level1, row.level2))
        failures += _compare(placed, under, level.points, f"“{level.label}”")
    everything = tuple(range(len(placed.rows)))
    return (*failures, *_compare(placed, everything, stated, "本部分年度目标"))


def _compare(placed: Placed, rows: tuple[int, ...], stated: Decimal | None, what: str) -> list[Failure]:
    points = [points_of(placed.rows[index].row) for index in rows]
    known = [value for value in points if value is not None]
    if stated is None or not rows or len(known) < len(points) or sum(known) == stated:
        return []
    sentence = f"自评表校验：{what}标注{stated}分，其下各指标分值合计{sum(known)}分，两者不一致，请核对原表。"
    return [Failure(rows, sentence)]


def points_of(row: Row) -> Decimal | None:
    """Return a row's points from behind its name or from its own column."""
    if row.points is not None:
        return row.points
    cell = row.cell("points")
    return Decimal(cell.removesuffix("分")) if cell else None
