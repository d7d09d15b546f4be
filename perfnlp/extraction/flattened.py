"""Extract the indicator tables whose cells a PDF's text layer printed as plain lines.

The way of a table: regions by header vocabulary (`flattened_regions.py`), pieces
(`flattened_pieces.py`), the cheapest readings (`flattened_rows.py`), the reading that
the table's own sums confirm (`flattened_checks.py`), reasons from elsewhere
(`flattened_notes.py`). A check that fails becomes a remark on the rows it concerns.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from perfnlp.extraction.flattened_cells import join, seams
from perfnlp.extraction.flattened_checks import Placed, choose, points_of
from perfnlp.extraction.flattened_headers import GOAL_LABELS
from perfnlp.extraction.flattened_notes import join_overview, join_quoted
from perfnlp.extraction.flattened_pieces import NUMBER, Line, Piece, cut, make_lines
from perfnlp.extraction.flattened_regions import Region, RegionKind, find_regions, is_stop
from perfnlp.extraction.flattened_rows import BodyParser, Row
from perfnlp.extraction.flattened_values import SIGNS
from perfnlp.lexicon import Lexicon
from perfnlp.records import Indicator, Paragraph, Report

_STATED_TOTAL = re.compile(r"(?:总分|总得分|自评得分|自评总分)[:：]?\s*(\d+(?:\.\d+)?)")
_STATED_COUNT = re.compile(r"设[置定立]了?(\d+)个三级指标")
_BUDGET_SCORE = re.compile(r"[%％]\s+(\d+(?:\.\d+)?)(?=\s|$)")
_REASONS = ("偏差大或", "目标未完成原因", "未完成原因", "偏差原因", "改进措施")
_TOTALS = ("总分", "总得分", "合计", "总计")
_FIGURES = re.compile(r"(?:\d+(?:\.\d+)?|[-—/])(?:\s+(?:\d+(?:\.\d+)?|[-—/]))*")
_GOAL_NAME = GOAL_LABELS[0]
_TWO_COLUMNS = 2
_TWO_COLUMN_SHARE = 0.6
_SURE_SEAM = 0.5


def extract_flattened(report: Report, lexicon: Lexicon) -> tuple[tuple[Indicator, ...], frozenset[int]]:
    """Return the rows of every flattened table in document order, and the blocks that were read for them.

    Args:
        report: its `Paragraph` blocks are printed lines; `Table` blocks are passed over.
        lexicon: column headings, level labels and words of attainment.

    Returns:
        The indicators with empty ids, and the indexes of `report.blocks` that belong
        to the tables: titles, head blocks, overviews and reasons included. Headers
        over a body without any row are not consumed.
    """
    lines = make_lines((index, block) for index, block in enumerate(report.blocks) if isinstance(block, Paragraph))
    regions = find_regions(lines, lexicon)
    rows: list[Indicator] = []
    consumed: set[int] = set()
    overviews: list[tuple[Region, int]] = []
    reasons: list[tuple[slice, slice]] = []
    floor = 0
    for table in _tables(regions):
        if table[0].kind is RegionKind.UNMET:
            overviews.append((table[0], len(rows)))
            continue
        found, unread = _read_table(lines, table, lexicon)
        if found:
            end = _tail_end(lines, table[-1].end, _next_start(regions, table[-1], len(lines)))
            reasons.append((slice(len(rows), len(rows) + len(found)), slice(table[-1].end, end)))
            rows += _checked(found, lines, table, slice(floor, end))
            consumed.update({*range(table[0].start, end)} - unread)
            floor = end
    for region, first in overviews if rows else ():
        rows[:] = join_overview(rows, cut(lines, region.lines), frozenset(lexicon.levels), first)
        consumed.update(range(region.start, region.end))
    for own, tail in reasons:
        rows[own] = join_quoted(rows[own], lines[tail])
    return tuple(rows), frozenset(lines[index].block for index in consumed)


def _tables(regions: Sequence[Region]) -> list[list[Region]]:
    """Group the regions that stand under one title."""
    tables: list[list[Region]] = []
    for region in regions:
        before = tables[-1][-1] if tables else None
        alone = RegionKind.UNMET in (region.kind, before.kind if before else region.kind)
        if before and not alone and not region.opens_table and region.start == before.end:
            tables[-1].append(region)
        else:
            tables.append([region])
    return tables


def _next_start(regions: Sequence[Region], region: Region, default: int) -> int:
    return min((other.start for other in regions if other.start >= region.end), default=default)


def _read_table(
    lines: Sequence[Line], table: Sequence[Region], lexicon: Lexicon
) -> tuple[tuple[Indicator, ...], set[int]]:
    """Return the rows of a table and the lines behind the last row of a part that are no part of it."""
    found: list[Indicator] = []
    unread: set[int] = set()
    for region in table:
        pieces = cut(lines, region.lines)
        if not pieces:
            continue
        if region.kind is RegionKind.GOAL:
            found += _goal(lines, region, pieces, lexicon)
            continue
        placed, failures = choose(BodyParser(pieces, region.columns, lexicon).readings(), region.points)
        remarks: dict[int, list[str]] = {}
        for failure in failures:
            for index in failure.rows:
                remarks.setdefault(index, []).append(failure.sentence)
        rows = _indicators(lines, region, placed)
        found += [replace(row, remarks=tuple(remarks.get(index, ()))) for index, row in enumerate(rows)]
        unread.update(index for index in region.lines if index > placed.end_line)
    return tuple(found), unread


def _indicators(lines: Sequence[Line], region: Region, placed: Placed) -> Iterator[Indicator]:
    for item in placed.rows:
        row = item.row
        score = row.cell("score")
        yield Indicator(
            id="",
            section=region.section,
            name=row.name,
            level1=None if item.level1 is None else placed.levels[item.level1].label,
            level2=None if item.level2 is None else placed.levels[item.level2].label,
            target=_target(row),
            actual=row.cell("actual"),
            points=points_of(row),
            self_score=Decimal(score.removesuffix("分")) if score else None,
            note=row.cell("note"),
            locator=lines[row.line].paragraph.locator,
        )


def _target(row: Row) -> str | None:
    """Return the target with the sign and unit that stand in columns of their own."""
    target = row.cell("target")
    sign = row.cell("sign") or ""
    if target is None:
        return None
    return (sign if len(sign) == 1 and sign in SIGNS else "") + target + (row.cell("unit") or "")


def _goal(lines: Sequence[Line], region: Region, pieces: Sequence[Piece], lexicon: Lexicon) -> Iterator[Indicator]:
    """Read the total goal: two columns of running text, then the score if the header has one."""
    score = None
    if "score" in region.columns and NUMBER.fullmatch(pieces[-1].text):
        score, pieces = Decimal(pieces[-1].text), pieces[:-1]
    first = [piece for piece in pieces if piece.is_first]
    second = [piece for piece in pieces if not piece.is_first]
    if len(pieces) < _TWO_COLUMNS:
        return
    remarks: tuple[str, ...] = ()
    if not (len(second) >= _TWO_COLUMN_SHARE * len(first) and len(pieces) > _TWO_COLUMNS):
        found = seams(pieces, lexicon)
        seam = found[0][1]
        first, second = list(pieces[:seam]), list(pieces[seam:])
        if len(found) > 1 and found[1][0] - found[0][0] < _SURE_SEAM:
            remarks = ("目标与完成情况两栏的分界由版面推断，请对照原表核对。",)
    yield Indicator(
        id="",
        section=region.section,
        name=region.goal or _GOAL_NAME,
        target=join(first),
        actual=join(second),
        points=region.points,
        self_score=score,
        locator=lines[pieces[0].line].paragraph.locator,
        remarks=remarks,
    )


def _tail_end(lines: Sequence[Line], start: int, limit: int) -> int:
    """Return where the labels behind a table, with the texts or the totals beside them, end."""
    position = start
    while position < limit:
        joined = "".join(line.text for line in lines[position : position + 4])
        is_total = joined.startswith(_TOTALS)
        if not is_total and not joined.startswith(_REASONS):
            break
        position += 1
        while position < limit and (_is_figures(lines[position]) if is_total else not is_stop(lines, position)):
            position += 1
    return position


def _is_figures(line: Line) -> bool:
    return _FIGURES.fullmatch(line.paragraph.text.strip()) is not None


def _checked(
    rows: tuple[Indicator, ...], lines: Sequence[Line], table: Sequence[Region], span: slice
) -> tuple[Indicator, ...]:
    """Add remarks where the table's total or the stated number of indicators does not hold.

    `span` reaches from the end of the table before to the end of this one's labels.
    """
    head = " ".join(line.paragraph.text for line in lines[table[0].start : table[0].lines[0]])
    before = "".join(line.text for line in lines[span.start : table[0].start])
    tail = " ".join(line.paragraph.text for line in lines[table[-1].end : span.stop])
    remarks = (*_total_remark(rows, head, tail), *_count_remark(rows, before))
    return tuple(replace(row, remarks=(*row.remarks, *remarks)) for row in rows)


def _total_remark(rows: Sequence[Indicator], head: str, tail: str) -> tuple[str, ...]:
    """Compare the scores with the total that the head (总分：92) or the last row (总分 100 92) states."""
    known = [row.self_score for row in rows if row.self_score is not None]
    above = _STATED_TOTAL.search(head)
    below = re.findall(r"\d+(?:\.\d+)?", tail) if tail.startswith(_TOTALS) else []
    if len(known) < len(rows) or not (above or below):
        return ()
    stated = Decimal(above.group(1) if above else below[-1])
    budget = _BUDGET_SCORE.findall(head)
    if above and not budget:
        return ()
    total = sum(known, Decimal(0))
    with_budget = total + Decimal(budget[-1]) if budget else total
    if stated == with_budget or (not above and stated == total):
        return ()
    return (f"自评表校验：表中总分为{stated}分，预算执行与各指标得分合计{with_budget}分，两者不一致，请核对原表。",)


def _count_remark(rows: Sequence[Indicator], before: str) -> tuple[str, ...]:
    stated = _STATED_COUNT.findall(before)
    count = sum(row.name not in GOAL_LABELS for row in rows)
    if not stated or int(stated[-1]) == count:
        return ()
    return (f"自评表校验：正文称共设置{stated[-1]}个三级指标，本表读出{count}个，请核对原表。",)
