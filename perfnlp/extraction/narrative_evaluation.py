"""Evaluation paragraphs: a heading with a score, `（1）社会效益（评价得分 8 分）`, and the text below it.

Points, target and levels come from a plan table of the report that has a row of that name.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from perfnlp.extraction.headings import map_columns
from perfnlp.extraction.narrative_outline import Unit, plain_title
from perfnlp.extraction.narrative_wording import sentences
from perfnlp.lexicon import Lexicon
from perfnlp.records import Indicator, Report, Table, TableRow
from perfnlp.text import squeeze

_SCORED = re.compile(r"[（(](?:自评|评价|考核)?(?:得分|得)[：:]?(?P<score>\d+(?:\.\d+)?)分?[^（）()]*[）)]$")
_BACKGROUND = re.compile(
    r"评价得分\d|自评得分\d|^根据评价原则|^得分|评价等级|无法[^。]*量化|[，：]?包括：|^主要(?:用于|包括)|分值\d+分"
)
_OUTCOME = re.compile(r"(?:取得|产生|实现|具有|形成|达到)(?:了)?[^，。；]{0,12}(?:成效|效益|效果|影响)")
_PREAMBLE = re.compile(r"^[^。]*?经费[^，。]*(?:用于|支持|保障)[^，。]*，")
_EXCUSE = re.compile(r"，(?:且|但|不过)?由于[^。]*(?:无法|难以)[^。]*")
_CELL_POINTS = re.compile(r"[（(](\d+(?:\.\d+)?)分[）)]$")
_GENERIC = re.compile(r"满分；|不得分$|按比例得分")
_LEVEL1 = {"产出目标": "产出指标", "效果目标": "效果指标", "效益目标": "效益指标", "满意度目标": "满意度指标"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRow:
    """A row of a plan table: levels, name, target and points as printed."""

    level1: str | None
    level2: str | None
    name: str
    target: str | None
    points: Decimal | None


def plan_rows(report: Report, lexicon: Lexicon) -> dict[str, PlanRow]:
    """Return the rows of tables whose header has level 1 and name but no result, by squeezed name."""
    plan: dict[str, PlanRow] = {}
    for block in report.blocks:
        if not isinstance(block, Table):
            continue
        columns: Mapping[str, int] = {}
        levels = ["", ""]
        for row in block.rows:
            header = map_columns([row.cells], lexicon)
            if "level1" in header and "name" in header:
                columns = {} if "actual" in header or "score" in header else header
            elif columns:
                told = [_cell(row, columns, level) for level in ("level1", "level2")]
                levels = [new or old for new, old in zip(told, levels, strict=True)]
                _add_plan_row(plan, levels, {field: _cell(row, columns, field) for field in columns})
    return plan


def _cell(row: TableRow, columns: Mapping[str, int], field: str) -> str:
    column = columns.get(field, len(row.cells))
    return "".join(row.cells[column].split()) if column < len(row.cells) else ""


def _add_plan_row(plan: dict[str, PlanRow], levels: list[str], texts: Mapping[str, str]) -> None:
    name, points = _without_points(texts["name"])
    if not name:
        return
    if re.fullmatch(r"\d+(?:\.\d+)?", texts.get("points", "")):
        points = Decimal(texts["points"])
    targets = [text for field in ("target", "criterion", "explanation") if (text := texts.get(field, ""))]
    target = next((text for text in targets if not _GENERIC.search(text)), None)
    one, two = (_without_points(level)[0] or None for level in levels)
    plan[squeeze(name)] = PlanRow(level1=one, level2=two, name=name, target=target, points=points)


def _without_points(cell: str) -> tuple[str, Decimal | None]:
    match = _CELL_POINTS.search(cell)
    return (cell[: match.start()], Decimal(match[1])) if match else (cell, None)


def read_evaluation(unit: Unit, plan: dict[str, PlanRow], parents: frozenset[int]) -> list[Indicator] | None:
    """Return the row of a scored heading and the text below it.

    Args:
        unit: a heading with its text.
        plan: the rows of the report's plan tables.
        parents: identities of scored headings that have scored headings below them; those are sums, not rows.
    """
    own = unit.path[-1] if unit.path else None
    scored = _SCORED.search(own.title) if own else None
    if own is None or scored is None:
        return None
    body = unit.body.strip()
    if id(own) in parents or not body:
        return []
    name = plain_title(own.title)
    row = plan.get(squeeze(name))
    group = unit.path[-2].title if len(unit.path) > 1 else ""
    is_grouped = bool(_SCORED.search(group) or re.search(r"目标|指标$", group))
    above = plain_title(group) if is_grouped else None
    offset, actual = _result(body)
    return [
        Indicator(
            id="",
            section=unit.place(len(unit.path) - 1 if is_grouped else None) or None,
            name=name,
            level1=(row.level1 if row else None) or _LEVEL1.get(above or "", above),
            level2=row.level2 if row else None,
            target=row.target if row else None,
            actual=actual,
            points=row.points if row else None,
            self_score=Decimal(scored["score"]),
            locator=unit.locate(unit.text.index(body) + offset),
        )
    ]


def scored_parents(units: tuple[Unit, ...]) -> frozenset[int]:
    """Return the identities of scored headings that stand above another scored heading."""
    return frozenset(
        id(above)
        for unit in units
        if unit.path and _SCORED.search(unit.path[-1].title)
        for above in unit.path[:-1]
        if _SCORED.search(above.title)
    )


def _result(body: str) -> tuple[int, str | None]:
    """Return the sentences that tell the result, without background, and where they begin."""
    told = [(start, text) for start, text in sentences(body) if not _is_background(text)]
    outcomes = [(start, text) for start, text in told if _OUTCOME.search(text)]
    chosen = outcomes or told
    if not chosen:
        return 0, None
    return chosen[0][0], "".join(_trimmed(text) for _, text in chosen).replace("\n", "") or None


def _is_background(sentence: str) -> bool:
    return bool(_BACKGROUND.search(_EXCUSE.sub("", sentence)))


def _trimmed(sentence: str) -> str:
    text = _EXCUSE.sub("", sentence)
    preamble = _PREAMBLE.match(text)
    return text[preamble.end() :] if preamble and _OUTCOME.search(text[preamble.end() :]) else text
