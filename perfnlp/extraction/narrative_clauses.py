"""Overviews of one project: `主要产出和效益是：一是…；二是…。发现的问题及原因：一是…未达标。…`.

One row a clause. Of the problems only those that tell the shortfall of an indicator or of
the budget become rows; general complaints and the measures to come do not.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from perfnlp.extraction.narrative_outline import Unit, extended
from perfnlp.extraction.narrative_target import stated_target
from perfnlp.extraction.narrative_wording import (
    ABOUT_INDICATORS,
    BUDGET_GAP,
    MISSED,
    bare,
    clauses,
    is_reason,
    quoted_results,
    sentences,
    short_name,
    split_reason,
)
from perfnlp.records import Indicator

_OUTPUTS = re.compile(
    r"(?:主要)?(?:的)?(?:产出|成效|成果|绩效)(?:和|及|与|、)(?:效益|效果|成效|影响)(?:情况)?(?:如下|是|为|有|主要有)?[：:]"
    r"|(?:主要|取得的?(?:主要)?|项目)(?:产出|成效|成果|效果|效益)(?:如下|是|为|有)?[：:]"
)
_GOALS = re.compile(r"目标(?:完成|实现)情况(?:如下|是|为)?[：:]")
_PROBLEMS = re.compile(
    r"(?:未|没有|不|暂未)?(?:发现|存在)的?(?:主要)?问题(?:(?:及|和|与|、)?(?:其)?(?:主要)?(?:原因|不足|产生原因))?(?:分析)?(?:如下|是|为|有)?[：:，]?"
)
_MEASURES = re.compile(
    r"(?:下一步|下步|拟采取的?)[^。；]{0,12}(?:措施|工作|建议|打算|方向)?[：:]|(?:改进|整改)(?:措施|建议|方向)[：:]"
)
_BUDGET = re.compile(r"(?:全年|年初|调整后)?预算(?:数|安排)?(?:合计|共|为|数为)?\s?(?P<budget>\d[\d,，.]*万?元)")
_NOTHING = re.compile(r"^(?:无|暂无|未发现|不存在)[^，。]{0,8}")
_PLANNED = re.compile(
    r"(?:年初|年度)[^。；]*?(?:计划|目标|设定|预计)[^。；，]*?(?P<figure>\d[\d,.]*)(?P<unit>[^\d，。；]{1,3}?)，[^。；]*?实际"
)
_FIGURE = re.compile(r"(?P<figure>\d[\d,.]*)(?P<unit>%|％|[^\d，。；]{1,2})")
_TITLE_TAIL = re.compile(r"(?:项目)?(?:支出)?(?:绩效)?自评(?:价)?(?:综述|结果|情况)(?:综述)?$|绩效(?:综述|情况)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Clause:
    """A clause, where it begins in its unit, what it is about, and its own reason."""

    offset: int
    text: str
    name: str
    reason: str | None = None
    is_budget: bool = False


def gather_items(units: Iterable[Unit]) -> tuple[Unit, ...]:
    """Return the units; one that breaks off at "主要产出和效益：" takes in the numbered items below it."""
    gathered: list[Unit] = []
    for unit in units:
        above = gathered[-1] if gathered else None
        if above and _is_open(above) and unit.path[: len(above.path)] == above.path:
            gathered[-1] = extended(above, unit)
        else:
            gathered.append(unit)
    return tuple(gathered)


def _is_open(unit: Unit) -> bool:
    """Say whether the list of an overview begins behind the last line of a paragraph."""
    return bool(re.search(r"[：:](?:\n|$)", unit.body)) and bool(_OUTPUTS.search(unit.text))


def read_overview(unit: Unit) -> list[Indicator] | None:
    """Return one row for each clause of the overview that `unit` is, None if it is none."""
    outputs = _OUTPUTS.search(unit.text) or ("执行数" in unit.text and _GOALS.search(unit.text)) or None
    if not outputs:
        return None
    end = len(unit.text)
    measures = _MEASURES.search(unit.text, outputs.end())
    problems = _PROBLEMS.search(unit.text, outputs.end(), measures.start() if measures else end)
    stop = measures.start() if measures else end
    told = _told(unit, outputs.end(), problems.start() if problems else stop)
    missed, notes = _missed(unit, problems.end(), stop) if problems else ([], "")
    section = _section(unit)
    rows = [_row(unit, section, clause) for clause in told]
    return [*_explained(rows, told, missed, notes), *_shortfalls(unit, section, (told, missed), notes)]


def _told(unit: Unit, start: int, end: int) -> list[_Clause]:
    return [
        _Clause(offset=start + offset, text=bare(text), name=short_name(text))
        for offset, text in clauses(unit.text[start:end])
        if len(bare(text)) > 3  # noqa: PLR2004
    ]


def _missed(unit: Unit, start: int, end: int) -> tuple[list[_Clause], str]:
    """Return the clauses that tell a shortfall, and the sentences of reasons behind the last clause."""
    region = unit.text[start:end]
    if _NOTHING.match(region.lstrip("：:，")):
        return [], ""
    parts = clauses(region)
    notes = ""
    if len(parts) > 1:
        offset, last = parts[-1]
        split = list(sentences(last))
        notes = bare_note("".join(text for _, text in split[1:]))
        parts[-1] = (offset, split[0][1])
    found: list[_Clause] = []
    for offset, text in parts:
        if found and is_reason(text):
            found[-1] = replace(found[-1], reason=bare_note(text))
            continue
        told, reason = split_reason(text)
        reason = bare_note(reason) if reason else None
        is_budget = bool(BUDGET_GAP.search(told))
        is_missed = MISSED.search(told) or quoted_results(told)
        if (is_budget or is_missed) and not (ABOUT_INDICATORS.search(told) and not is_budget):
            name = "预算执行数" if is_budget else short_name(told)
            found.append(_Clause(offset=start + offset, text=bare(told), name=name, reason=reason, is_budget=is_budget))
    return found, notes


def bare_note(text: str) -> str:
    """Return a reason without line breaks and the mark between clauses."""
    return text.replace("\n", "").strip().rstrip("；;")


def _section(unit: Unit) -> str | None:
    own = unit.path[-1] if unit.path else None
    if own is None:
        return None
    title = _TITLE_TAIL.sub("", own.title)
    if title and title != own.title and own.rank > 2:  # noqa: PLR2004
        return f"项目{own.number} {title}" if own.number else title.strip('“”"')
    return unit.place() or None


def _row(unit: Unit, section: str | None, clause: _Clause) -> Indicator:
    target = None if clause.is_budget else stated_target(clause.text)
    place = unit.locate(clause.offset)
    return Indicator(id="", section=section, name=clause.name, target=target, actual=clause.text, locator=place)


def _explained(rows: list[Indicator], told: list[_Clause], missed: list[_Clause], notes: str) -> list[Indicator]:
    """Give the rows that a problem contradicts the target and the reason that stand with the problem."""
    explained = []
    for row, clause in zip(rows, told, strict=True):
        problem = next((other for other in missed if _same(clause.name, other.name)), None)
        if problem:
            target, note = row.target or _target(clause, notes), problem.reason or notes or None
            explained.append(replace(row, target=target, note=note))
        else:
            explained.append(row)
    return explained


def _shortfalls(
    unit: Unit, section: str | None, parts: tuple[list[_Clause], list[_Clause]], notes: str
) -> list[Indicator]:
    told, missed = parts
    budget = _BUDGET.search(unit.text)
    rows = []
    for clause in missed:
        twin = next((other for other in told if _same(clause.name, other.name)), None)
        row = _row(unit, section, clause)
        target = row.target
        if twin and target is None:
            target = stated_target(twin.text) or _target(twin, notes)
        if clause.is_budget and budget:
            target = budget["budget"]
        row = replace(row, target=target, note=clause.reason or notes or None)
        for stated in quoted_results(clause.text):
            row = replace(row, name=stated["name"], target=bare(stated["target"]), actual=bare(stated["actual"]))
        rows.append(row)
    return rows


def _same(one: str, other: str) -> bool:
    return one == other or (min(len(one), len(other)) >= 4 and (one in other or other in one))  # noqa: PLR2004


def _target(clause: _Clause, notes: str) -> str | None:
    """Return the planned figure that the reasons tell in the clause's unit, else the figure it vowed (确保…100%)."""
    own = _FIGURE.search(clause.text)
    planned = _PLANNED.search(notes)
    if own and planned and own["unit"][0] == planned["unit"][0]:
        return planned["figure"] + planned["unit"]
    if own and re.match(r"确保|力争|保证", clause.text):
        return own["figure"] + own["unit"][0]
    return None
