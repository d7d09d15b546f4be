"""Indicators from tables whose columns the source keeps apart."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from perfnlp.extraction.cells import answer, clean, fold_target, is_empty, optional, read_number, split_points
from perfnlp.extraction.checks import check_group
from perfnlp.extraction.drafts import Draft, Group, read_groups
from perfnlp.extraction.layout import Purpose
from perfnlp.extraction.naming import derive_name
from perfnlp.extraction.plans import join_plans
from perfnlp.lexicon import Lexicon
from perfnlp.records import Indicator, Locator, Report
from perfnlp.text import squeeze

_BUDGET_ROW = re.compile(r".*(?:资金总额|支出总额|预算总额|预算执行率?|执行率)(?:\(.*\))?")


def extract_tables(report: Report, lexicon: Lexicon) -> tuple[tuple[Indicator, ...], frozenset[int]]:
    """Return the rows of every table that tells results, and the indexes of the blocks they came from.

    Ids are still "". A plan table (points, no results) yields no rows; it gives levels
    and points to the results that answer it. A table that is neither is not consumed.
    """
    groups = read_groups(report.blocks, lexicon)
    plans = tuple(group for group in groups if group.layout.purpose is Purpose.PLAN)
    rows: list[Indicator] = []
    consumed: set[int] = set().union(*(plan.blocks for plan in plans))
    earlier: list[Indicator] = []
    for group, follows in _with_same_table(groups):
        found = join_plans(tuple(_rows(group)), group, plans)
        if not found:
            continue
        earlier = earlier if follows else []
        checked = check_group(found, group, earlier, rows)
        earlier.extend(checked)
        rows.extend(checked)
        consumed |= group.blocks
    return tuple(rows), frozenset(consumed)


def make_row(
    texts: dict[str, str], locator: Locator, *, section: str | None = None, told: tuple[str, ...] = ()
) -> Indicator:
    """Return the indicator that cells by field make; its id is still "".

    Without a name the row is named after its target. Points or scores that are no
    number are left out and told in a remark, after what the reader `told` about the row.
    """
    target, remark = fold_target(texts.get("sign", ""), texts.get("target", ""), texts.get("unit", ""))
    actual = answer(texts.get("actual", ""))
    name, points_behind = split_points(texts.get("name", ""))
    points, points_remark = _read_points(texts.get("points", ""), "分值")
    score, score_remark = _read_points(texts.get("score", ""), "得分")
    if points is None:
        points = points_behind
    return Indicator(
        id="",
        section=section,
        name=name or _label_name(texts.get("label", "")) or derive_name(target or actual or ""),
        level1=_level(texts.get("level1", "")),
        level2=_level(texts.get("level2", "")),
        target=target,
        actual=actual,
        points=points,
        self_score=score,
        note=optional(texts.get("note", "")),
        locator=locator,
        remarks=(*told, *filter(None, (remark, points_remark, score_remark))),
    )


def _with_same_table(groups: Sequence[Group]) -> Iterator[tuple[Group, bool]]:
    """Yield each group and whether it stands in the same table as the group before it."""
    table = 0
    for group in groups:
        yield group, group.table == table
        table = group.table


def _rows(group: Group) -> Iterator[Indicator]:
    for draft in group.drafts:
        row = _row(draft, group.layout.purpose)
        if row is not None:
            yield row


def _row(draft: Draft, purpose: Purpose) -> Indicator | None:
    texts = draft.texts
    if purpose is Purpose.BUDGET:
        label = squeeze(texts.get("name") or texts.get("label", "")).rstrip(":")
        if not _BUDGET_ROW.fullmatch(label):
            return None
        texts = {**texts, "name": label, "target": texts["budget"], "actual": texts["executed"]}
        return make_row(texts, draft.locator, section=draft.section, told=draft.remarks)
    if purpose is not Purpose.RESULTS:
        return None
    says_nothing = not any(texts.get(field) for field in ("target", "actual", "points", "score"))
    return None if says_nothing else make_row(texts, draft.locator, section=draft.section, told=draft.remarks)


def _level(text: str) -> str | None:
    label, _points = split_points(text)
    return None if is_empty(label) else label


def _label_name(label: str) -> str:
    return "" if is_empty(label) or read_number(label) is not None else clean(label)


def _read_points(text: str, field: str) -> tuple[Decimal | None, str | None]:
    number = read_number(text)
    if number is not None or is_empty(text):
        return number, None
    return None, f"{field}“{clean(text)}”不是数字，未采用，请核对。"
