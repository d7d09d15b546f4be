"""Answers that a text does not print but that follow from what it prints, by one step of arithmetic.

Shares of counts, totals of pieces, changes between levels, the rest to 100% and points
of a scale. `COMPUTED_RULES` names them; each must raise `Doubt.COMPUTED`.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from perfnlp.analysis.comparison_changes import change_of, gap_of, last_level
from perfnlp.analysis.comparison_counts import share_of_counts, share_of_counts_is_owed
from perfnlp.analysis.comparison_matching import GROWTH, Answer
from perfnlp.analysis.comparison_refusals import is_other_rate
from perfnlp.analysis.comparison_sums import period_total, total_of
from perfnlp.analysis.quantities import Figure
from perfnlp.records import Bound, QuantityKind

COMPUTED_RULES = frozenset({"share_of_counts", "total", "change", "complement", "points", "level", "gap"})
"""Rules of parts whose actual figure was worked out."""

_PERCENT = Decimal(100)
_OF_FIVE = re.compile(r"(?:5|五)分制|满分(?:为)?5分")
_OF_TEN = re.compile(r"(?:10|十)分制|满分(?:为)?10分")
_SATISFACTION = re.compile(r"满意")
_RATE_WORD = re.compile(r"(?P<negation>[不未])?(?P<word>[\u4e00-\u9fff]{2,3}?)(?:率|度|比例|占比)$")
_REST = re.compile(r"(?:尚余|还余|剩余|结余|尚有|仍有|还有|尚未|还差|未)[^0-9，,。;；]{0,8}$")
_TOTAL_NAME = re.compile(r"剩余|结余|结转|未|不|闲置|空置")


def computed_figure(
    answer: Answer, given: Sequence[Figure], name: str, plain: str, *, is_alone: bool
) -> tuple[Figure, str] | None:
    """Return the worked-out figure that answers, with its rule; None if the printed figure stands.

    Args:
        answer: a target's figure and the printed figure that was found for it.
        given: every figure of the actual text.
        name: canonical name of the indicator.
        plain: canonical actual text.
        is_alone: whether the target has no other figure.
    """
    goal = answer.target
    periods = period_total(goal, given, plain) if is_alone else None
    if periods is not None:
        return periods, "total"
    if goal.is_phrase or goal.quantity.kind in {QuantityKind.DATE, QuantityKind.RANK, QuantityKind.FREQUENCY}:
        return None
    change = change_of(goal, given, name, plain) if is_alone else None
    if change is not None:
        return change, "change"
    gap = _gap(answer, given) if is_alone else None
    if gap is not None:
        return gap, "gap"
    if goal.quantity.kind is QuantityKind.SHARE or (not goal.quantity.unit and not goal.quantity.value):
        return _share(answer, given, name, plain, is_alone=is_alone)
    total = total_of(goal, given, name, plain) if is_alone else None
    return (total, "total") if total is not None else None


def _gap(answer: Answer, given: Sequence[Figure]) -> Figure | None:
    actual = answer.actual
    is_told = actual is not None and actual.quantity.value >= answer.target.quantity.value
    return gap_of(answer.target, given, is_met=is_told and len(given) > 1)


def _share(
    answer: Answer, given: Sequence[Figure], name: str, plain: str, *, is_alone: bool
) -> tuple[Figure, str] | None:
    goal, actual = answer.target, answer.actual
    if actual is not None:
        rest = _complement(actual, f"{name}{goal.before}")
        if rest is not None:
            return rest, "complement"
        level = last_level(given, plain)
        if level is not None and level is not actual and level.quantity.kind is QuantityKind.SHARE:
            return level, "level"
    if GROWTH.search(goal.before) or goal.quantity.unit == "百分点" or not is_alone:
        return None
    is_untold = actual is None or is_other_rate(goal, actual, name)
    if is_untold or share_of_counts_is_owed(given):
        share = share_of_counts(goal, given, name, plain)
        if share is not None:
            return share, "share_of_counts"
    if actual is None:
        points = _points(given, f"{name}{goal.before}", plain)
        return (points, "points") if points is not None else None
    total = total_of(goal, given, name, plain) if re.search(r"满意|优良|良好", name + goal.before) else None
    return (total, "total") if total is not None else None


def _complement(actual: Figure, asked: str) -> Figure | None:
    """Return 100% less the share of what was not asked: 不合格率3.1% for a 合格率, 尚余12% of what was to be given."""
    told = _RATE_WORD.search(actual.quantity.subject)
    is_rest = _REST.search(actual.before) is not None and not _TOTAL_NAME.search(asked)
    is_opposite = False
    if told is not None:
        word = told["word"]
        negated = re.search(rf"[不未]{word}", asked) is not None
        is_opposite = word in asked and negated != (told["negation"] is not None)
    if not (is_rest or is_opposite) or actual.quantity.value > _PERCENT or actual.quantity.unit != "%":
        return None
    return replace(actual, sign="", quantity=replace(actual.quantity, value=_PERCENT - actual.quantity.value))


def _points(given: Sequence[Figure], asked: str, plain: str) -> Figure | None:
    """Return points of a scale as a share: 4.6分（5分制） is 92%, and 92分 for 满意度 is 92%."""
    points = [figure for figure in given if figure.quantity.unit == "分"]
    if not points or not _SATISFACTION.search(asked):
        return None
    figure = points[0]
    top = Decimal(5) if _OF_FIVE.search(plain) else Decimal(10) if _OF_TEN.search(plain) else _PERCENT
    value = figure.quantity.value * 100 / top
    if value > _PERCENT:
        return None
    quantity = replace(figure.quantity, value=value, unit="%", kind=QuantityKind.SHARE, bound=Bound.EXACTLY)
    return replace(figure, scale=Decimal(1), quantity=quantity)
