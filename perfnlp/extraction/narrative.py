"""Find results that a report tells in running text.

Five genres: indicators named with their target, overviews in numbered clauses,
evaluation paragraphs under a scored heading, goals said to be missed, and plain
sentences in sections about indicators. Only performance sections are read; accounts,
duties, plans and definitions give no rows. Nothing is interpreted here.
"""

import re
from dataclasses import replace

from perfnlp.extraction.narrative_clauses import gather_items, read_overview
from perfnlp.extraction.narrative_evaluation import read_evaluation, scored_parents
from perfnlp.extraction.narrative_named import goal_names, read_named
from perfnlp.extraction.narrative_outline import Unit, outline
from perfnlp.extraction.narrative_unmet import is_problem, read_unmet, reasons
from perfnlp.extraction.plans import plan_by_name
from perfnlp.lexicon import Lexicon
from perfnlp.records import Indicator, Paragraph, Report

_PERFORMANCE = re.compile(r"绩效|自评|目标(?:的)?完成情况|指标完成情况")
_ACCOUNTS = re.compile(r"部门决算|单位决算|决算公开|决算报表|决算情况说明|收入支出决算")
_NO_RESULTS = re.compile(
    r"(?:改进|整改)(?:措施|建议|方向|意见|工作)|下一步|下步|建议|职责|职能|机构设置|名词解释|经验|做法|应用|评价工作|工作开展|组织实施"
    r"|评价方法|评价依据|目标设定|基本情况|概况|执行率情况|预算执行|资金|决算|收入支出|评价目的|评分标准|开展情况"
    r"|^(?:部门|单位|项目|年度|整体|总体|支出|预算|长期|的)*绩效目标(?:情况)?$"
)
_MEASURES = re.compile(r"下一步|下步|(?:改进|整改)(?:措施|建议|方向)|^(?:有关)?建议")
_RESULTS = re.compile(
    r"存在的?(?:主要)?(?:问题|不足)|问题[及和与]|未完成|未达标|指标(?:的)?(?:完成|分析|情况)|目标(?:的)?完成情况"
)
_OPENING = 12  # paragraphs that tell what kind of document this is
_UNMET_CLAIM = re.compile(r"未完成|未达标|未达到|没有完成")


def extract_narrative(
    report: Report,
    lexicon: Lexicon,
    consumed: frozenset[int],
    rows: tuple[Indicator, ...],
) -> tuple[Indicator, ...]:
    """Return the result statements of the running text, in document order, with empty ids.

    Args:
        report: the document; a Paragraph is a printed line or a whole paragraph.
        lexicon: the word lists; the column headings of plan tables are taken from it.
        consumed: indexes of blocks that a table extractor has read.
        rows: the indicators found in tables. Where they tell at least as much as the
            overviews of the projects do, the overviews only repeat them and give no rows.
    """
    units = gather_items(_performance_units(report, outline(report, consumed)))
    plan = plan_by_name(report, lexicon)
    parents = scored_parents(units)
    goals = goal_names(units)
    tabled = [row.name for row in rows if row.actual is not None]
    overviews = [read_overview(unit) for unit in units]
    n_clauses = sum(len(found) for found in overviews if found)
    told: list[list[Indicator] | None] = []
    for unit, overview in zip(units, overviews, strict=True):
        rows_told = read_evaluation(unit, plan, parents)
        if rows_told is None and overview is not None:
            rows_told = overview if len(tabled) < n_clauses else []
        if rows_told is None and not _is_excluded(unit) and not is_problem(unit):
            rows_told = read_named(unit, goals)
        told.append(rows_told)
    known = [*tabled, *(row.name for found in told for row in found or [] if row.target is not None)]
    for index, unit in enumerate(units):
        if told[index] is None and not _is_excluded(unit):
            told[index] = read_unmet(unit, known)
    return _explained([row for found in told for row in found or []], units)


def _performance_units(report: Report, units: tuple[Unit, ...]) -> tuple[Unit, ...]:
    """Return the units about performance: all of a performance report, else those under such a heading."""
    opening = [block.text for block in report.blocks if isinstance(block, Paragraph)][:_OPENING]
    is_performance = _PERFORMANCE.search("".join([report.title or "", *opening]))
    is_accounts = any(
        _ACCOUNTS.search(heading.title) or re.search(r"部分", heading.label) for unit in units for heading in unit.path
    )
    if is_performance and not is_accounts:
        return units
    return tuple(unit for unit in units if any(_PERFORMANCE.search(heading.title) for heading in unit.path))


def _is_excluded(unit: Unit) -> bool:
    """Say whether the nearest heading that decides is about something other than results."""
    is_run_in = bool(unit.body.strip()) and not unit.body.startswith("\n")
    if is_run_in and unit.path and _MEASURES.search(unit.path[-1].title):
        return True
    for heading in reversed(unit.path[:-1] if is_run_in else unit.path):
        has_results, has_none = _RESULTS.search(heading.title), _NO_RESULTS.search(heading.title)
        if bool(has_results) != bool(has_none):
            return has_none is not None
        if _PERFORMANCE.search(heading.title) and not has_none:
            return False
    return False


def _explained(found: list[Indicator], units: tuple[Unit, ...]) -> tuple[Indicator, ...]:
    """Give rows that say they missed their target the reason that a problem section tells."""
    rows = []
    for row in found:
        note = row.note
        if note is None and row.target is not None:
            is_claimed = bool(_UNMET_CLAIM.search(row.actual or ""))
            note = next((why for unit in units if (why := reasons(unit, row.name, is_claimed=is_claimed))), None)
        rows.append(replace(row, note=note))
    return tuple(rows)
