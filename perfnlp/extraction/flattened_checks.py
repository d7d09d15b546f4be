"""Put a reading's rows under their levels and check them against the sums that the table states.

A level's points are the sum of its rows' points, a block's the sum of its levels'.
Every failed sum is one Chinese sentence for the rows it concerns.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from perfnlp.extraction.flattened_cells import NAME_END
from perfnlp.extraction.flattened_rows import Item, Leftover, Level, Reading, Row, Torn

_FAILURE_COST = 3.0
_TORN_COLUMNS = ("note", "actual", "target")
_WHOLE = re.compile(r"[。；！)）]$|^.{0,6}\d[\d.,]*[^\d，。；]{0,4}$")
_FAMILIES = {"满意度": "满意", "效益": "效益|效果|影响", "产出": "产出|数量|质量|时效"}
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
    items = tuple(_by_line(items))
    for index, item in enumerate(items):
        if isinstance(item, Level):
            levels.append(item)
            if _rank(items, index, None if open1 is None else levels[open1], is_fresh=open2 is None) == 1:
                open1, open2 = len(levels) - 1, None
            else:
                open2 = len(levels) - 1
        elif isinstance(item, Row):
            rows.append(PlacedRow(item, open1, open2))
        elif isinstance(item, Leftover) and rows and rows[-1].row.line < item.page_line:
            rows[-1] = replace(rows[-1], row=_continued(rows[-1].row, "".join(item.texts)))
        elif isinstance(item, Leftover) and rows and (columns := _tail_columns(items, index, rows[-1].row)):
            ends = dict(zip(columns, item.texts, strict=True))
            rows[-1] = replace(rows[-1], row=_extended(rows[-1].row, ends))
        elif isinstance(item, Leftover):
            nearest = max(len(rows) - 1, 0)
            leftovers[nearest] = leftovers.get(nearest, "") + "".join(item.texts)
        elif index and not isinstance(items[index - 1], Torn):
            _mend(levels, rows, (open1, open2), _torn_run(items, index))
    return Placed(tuple(levels), _with_late_levels(levels, rows), leftovers)


def _continued(row: Row, text: str) -> Row:
    """Return a row with the end of the cell that a page break tore: the last one that is not plainly whole."""
    torn = [column for column in _TORN_COLUMNS if (cell := row.cell(column)) and not _WHOLE.search(cell)]
    return _extended(row, {torn[0] if torn else "name": text})


def _extended(row: Row, ends: Mapping[str, str]) -> Row:
    """Return a row with more text behind its name or its cells."""
    cells = tuple((column, cell + ends.get(column, "")) for column, cell in row.cells)
    return replace(row, name=row.name + ends.get("name", ""), cells=cells)


def _by_line(items: Sequence[Item]) -> Iterator[Item]:
    """Yield the items, the leftovers of one line as one."""
    pending: Leftover | None = None
    for item in items:
        if isinstance(item, Leftover) and pending and item.line == pending.line:
            pending = replace(pending, texts=(*pending.texts, *item.texts))
            continue
        if pending:
            yield pending
        pending = item if isinstance(item, Leftover) else None
        if not isinstance(item, Leftover):
            yield item
    if pending:
        yield pending


def _tail_columns(items: Sequence[Item], index: int, row: Row) -> Sequence[str]:
    """Return the columns that a line of leftovers goes on with, where cells were printed line by line.

    The second lines of a row's cells stand behind its first lines: one for each cell, or
    for each that is plainly cut. Anything else stays a leftover.
    """
    item = items[index]
    before = next((other for other in reversed(items[:index]) if not isinstance(other, Leftover)), None)
    if not isinstance(item, Leftover) or not isinstance(before, Row):
        return ()
    texts = [column for column in ("name", "target", "actual") if column == "name" or row.cell(column)]
    torn = [column for column in texts if not _is_whole(row, column)]
    return next((columns for columns in (torn, texts) if len(columns) == len(item.texts)), ())


def _is_whole(row: Row, column: str) -> bool:
    if column == "name":
        return row.points is not None or NAME_END.search(row.name) is not None
    return _WHOLE.search(row.cell(column) or "") is not None


def _with_late_levels(levels: Sequence[Level], rows: Sequence[PlacedRow]) -> tuple[PlacedRow, ...]:
    """Return the rows; those that stand above the label centred beside them take it too."""
    placed: list[PlacedRow] = []
    for row in reversed(rows):
        below = placed[-1] if placed else None
        level1, level2 = row.level1, row.level2
        if below and below.level1 is not None and (level1 is None or _is_foreign(levels, level1, level2)):
            is_own = level2 is None or _family(levels[level2]) == _family(levels[below.level1])
            level1 = below.level1 if is_own else level1
        if below and level2 is None and level1 is not None and level1 == below.level1:
            level2 = below.level2
        placed.append(replace(row, level1=level1, level2=level2))
    return tuple(reversed(placed))


def _is_foreign(levels: Sequence[Level], level1: int, level2: int | None) -> bool:
    """Return whether a level 2 label cannot stand under the label above it, as 社会效益指标 under 产出指标."""
    if level2 is None:
        return False
    families = {_family(levels[level1]), _family(levels[level2])}
    return None not in families and len(families) > 1


def _family(level: Level) -> str | None:
    return next((family for family, words in _FAMILIES.items() if re.search(words, level.label)), None)


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
