"""Join a table of results to the table that planned it: levels and points come from the plan.

Such reports state levels, wording and points of each indicator in one table, and
what came of it in another that has only 序号, target and result.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from perfnlp.extraction.cells import clean, is_empty, read_number, split_points
from perfnlp.extraction.drafts import Draft, Group, read_groups
from perfnlp.extraction.layout import Purpose
from perfnlp.lexicon import Lexicon
from perfnlp.records import Indicator, Report
from perfnlp.text import squeeze

_ALIKE = 0.8
_ALIKE_IN_ORDER = 0.5
_MIN_SHARE_IN_ORDER = 0.6
_MIN_PART = 4
_GENERIC = re.compile(r"满分；|不得分$|按比例得分")
_WORDINGS = ("explanation", "target", "name")


def join_plans(rows: tuple[Indicator, ...], group: Group, plans: Sequence[Group]) -> tuple[Indicator, ...]:
    """Return `rows` with the levels and points of the plan rows that they answer.

    A plan with as many rows is taken in order if most of its wording agrees; else each
    row takes the one plan row that words it alike. A row that states its own points or level 1 keeps them.
    """
    columns = group.layout.columns
    if group.layout.purpose is not Purpose.RESULTS or ("points" in columns and "level1" in columns):
        return rows
    for plan in plans:
        if len(plan.drafts) == len(rows) and _agrees_in_order(rows, plan.drafts):
            return tuple(_adopt(row, draft) for row, draft in zip(rows, plan.drafts, strict=True))
    return _join_by_wording(rows, [draft for plan in plans for draft in plan.drafts])


def plan_by_name(report: Report, lexicon: Lexicon) -> dict[str, Indicator]:
    """Return the rows of the report's plan tables by squeezed name, the planned wording as their target.

    A wording that only tells how points are given (达到得满分) is no target.
    """
    plan: dict[str, Indicator] = {}
    for group in read_groups(report.blocks, lexicon):
        if group.layout.purpose is not Purpose.PLAN or not {"level1", "name"} <= group.layout.columns.keys():
            continue
        for draft in group.drafts:
            name, points = split_points(draft.texts["name"])
            if name:
                row = Indicator(id="", name=name, target=_planned(draft.texts), points=points, locator=draft.locator)
                plan[squeeze(name)] = _adopt(row, draft)
    return plan


def _planned(texts: dict[str, str]) -> str | None:
    told = [clean(texts.get(field, "")) for field in ("target", "criterion", "explanation")]
    return next((text for text in told if text and not _GENERIC.search(text)), None)


def _join_by_wording(rows: tuple[Indicator, ...], drafts: list[Draft]) -> tuple[Indicator, ...]:
    left = list(drafts)
    joined: list[Indicator] = []
    for row in rows:
        best = max(left, key=lambda draft: _likeness(row, draft), default=None)
        if best is None or _likeness(row, best) < _ALIKE:
            joined.append(row)
            continue
        left.remove(best)
        joined.append(_adopt(row, best))
    return tuple(joined)


def _agrees_in_order(rows: Sequence[Indicator], drafts: Sequence[Draft]) -> bool:
    pairs = zip(rows, drafts, strict=True)
    agreeing = sum(_likeness(row, draft) >= _ALIKE_IN_ORDER for row, draft in pairs)
    return agreeing >= _MIN_SHARE_IN_ORDER * len(rows)


def _likeness(row: Indicator, draft: Draft) -> float:
    """Return how alike a result and a plan row are worded, 0-1."""
    wordings = [squeeze(draft.texts[field]) for field in _WORDINGS if draft.texts.get(field)]
    own = [squeeze(text) for text in (row.target, row.name) if text]
    return max((_ratio(one, other) for one in own for other in wordings), default=0.0)


def _ratio(one: str, other: str) -> float:
    if one == other:
        return 1.0
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) >= _MIN_PART and shorter in longer:
        return 0.9
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= _ALIKE_IN_ORDER else 0.0


def _adopt(row: Indicator, draft: Draft) -> Indicator:
    texts = draft.texts
    points = row.points if row.points is not None else read_number(texts.get("points", ""))
    if row.level1 is not None:
        return replace(row, points=points)
    return replace(row, points=points, level1=_label(texts, "level1"), level2=_label(texts, "level2"))


def _label(texts: dict[str, str], level: str) -> str | None:
    label, _points = split_points(texts.get(level, ""))
    return None if is_empty(label) else label
