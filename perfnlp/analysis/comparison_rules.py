"""Compare one figure of a target with the figure that answers it.

Ratios are dimensionless: 1 is met exactly, below 1 is short of the target whichever
way is better. Nothing here chooses figures or reads more of the text than signs.

Source of the outcomes: the annotation guideline. A figure better than asked is
exceeded, a cost under its limit is met, from 0.6 on a shortfall is partial.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from perfnlp.analysis.dates import days_of_year, has_year, is_next_year
from perfnlp.analysis.quantities import Figure
from perfnlp.analysis.quantity_units import match_units
from perfnlp.records import Bound, Direction, Outcome, Part, Quantity, QuantityKind

PARTIAL_FROM = Decimal("0.6")
"""A shortfall from this ratio on is partial (guideline: status partial)."""

_ONE = Decimal(1)
_ABOUT = Decimal("0.05")  # 左右 leaves a twentieth on either side
_WHOLE_FROM, _DECIMAL_SHARE = Decimal(20), Decimal("1.2")  # 0.98 answers 98%
_BELOW_LAST_YEAR = re.compile(r"(?:少于|低于|小于)(?:上年|去年|往年)")
_BELOW = re.compile(r"不足|不到|未达|低于|少于|小于|未满|<|近(?!一|年)|接近")
_ROUNDED = Decimal("0.001")  # 66.7公顷 is 1000亩
_NEAR, _NEARLY = re.compile(r"近"), Decimal("0.99")
_UNDER_AFTER, _OVER_AFTER = re.compile(r"(?<!及)(?<!含)以下|以内"), re.compile(r"(?<!及)以上|多|余")
_ABOVE = re.compile(r"超过|超出|高于|大于|多于|>(?!=)|突破")


@dataclass(frozen=True, slots=True, kw_only=True)
class Yardstick:
    """What the row around a pair of figures says about comparing them.

    Attributes:
        direction: which way is better.
        is_cost: under the limit is met, not exceeded.
        is_standard: a fixed standard of payment, which more does not exceed.
        target_text: canonical text that the target's quantities slice.
    """

    direction: Direction
    is_cost: bool = False
    is_standard: bool = False
    target_text: str = ""


def compare_pair(target: Figure, actual: Figure, yardstick: Yardstick) -> Part:
    """Return the part for two figures that `comparison_matching.py` found comparable."""
    goal = target.quantity
    if goal.kind is QuantityKind.DATE:
        return _compare_dates(goal, actual.quantity)
    wanted, low, high = common_values(target, actual)
    if actual.is_negative:
        low = high = Decimal(0)
    direction = part_direction(goal, yardstick.direction)
    reached = low if direction is Direction.HIGHER else high
    reached = _behind_bound(actual, reached, direction)
    if target.scale != actual.scale and abs(reached - wanted) <= wanted * _ROUNDED:
        reached = wanted
    outcome, ratio, rule = _judge(target, reached, wanted, direction, yardstick)
    if actual.is_negative and direction is Direction.HIGHER:
        outcome, ratio, rule = Outcome.MISSED, Decimal(0), "negative"
    return Part(target=goal, actual=actual.quantity, outcome=outcome, attainment=ratio, rule=rule)


def part_direction(goal: Quantity, direction: Direction) -> Direction:
    """Return the direction of one part: its own sign outranks that of the indicator."""
    if goal.kind is QuantityKind.RANK or (goal.bound is Bound.AT_MOST):
        return Direction.LOWER
    if goal.bound is Bound.AT_LEAST and goal.value > 0:
        return Direction.HIGHER
    return Direction.LOWER if goal.value == 0 and goal.bound is Bound.EXACTLY else direction


def common_values(target: Figure, actual: Figure) -> tuple[Decimal, Decimal, Decimal]:
    """Return the target and the lower and upper end of the actual value, counted in one unit.

    Where one side states no unit, the number is read in the other side's printed
    unit if that brings the two closer together (6万元 against 6).
    """
    goal, given = target.quantity, actual.quantity
    wanted, low, high = goal.value, given.value, given.upper or given.value
    units = match_units(goal.unit, given.unit)
    if goal.unit == "%" and not given.unit and wanted >= _WHOLE_FROM and low <= _DECIMAL_SHARE:
        return wanted, low * 100, high * 100
    if units is not None and goal.unit and given.unit:
        return wanted * units.target_factor, low * units.actual_factor, high * units.actual_factor
    if goal.unit == given.unit:
        return _without_units(target, actual)
    factor = target.scale if not given.unit else _ONE / actual.scale if actual.scale else _ONE
    if given.unit or actual.scale == 1:
        plain, scaled = _distance(wanted, low), _distance(wanted, low * factor)
        if scaled <= plain:
            return (wanted, low * factor, high * factor) if not given.unit else (wanted * actual.scale, low, high)
    return wanted, low, high


def share_outcome(share: Decimal, *, is_limit: bool) -> Outcome:
    """Return the outcome for a stated share of the target, 1 being all of it."""
    if is_limit:
        return Outcome.MET if share <= 1 else _shortfall(_ONE / share)
    if share > 1:
        return Outcome.EXCEEDED
    return Outcome.MET if share == 1 else _shortfall(share)


def _without_units(target: Figure, actual: Figure) -> tuple[Decimal, Decimal, Decimal]:
    wanted, low, high = target.quantity.value, actual.quantity.value, actual.quantity.upper or actual.quantity.value
    if target.scale == actual.scale or not target.scale or not actual.scale:
        return wanted, low, high
    factor = target.scale / actual.scale
    if _distance(wanted, low * factor) < _distance(wanted, low):
        return wanted, low * factor, high * factor
    return wanted, low, high


def _distance(one: Decimal, other: Decimal) -> Decimal:
    smaller, larger = sorted((one, other))
    return larger / smaller if smaller else Decimal("Infinity") if larger else _ONE


def _compare_dates(goal: Quantity, actual: Quantity) -> Part:
    if has_year(goal) and has_year(actual):
        is_late = actual.value > goal.value
    else:
        is_late = (is_next_year(actual) and not is_next_year(goal)) or days_of_year(actual) > days_of_year(goal)
    outcome = Outcome.SHORT if is_late else Outcome.MET
    return Part(target=goal, actual=actual, outcome=outcome, attainment=None, rule="date")


def _judge(
    target: Figure, reached: Decimal, wanted: Decimal, direction: Direction, yardstick: Yardstick
) -> tuple[Outcome, Decimal, str]:
    goal = target.quantity
    if goal.upper is not None:
        top = wanted * goal.upper / goal.value if goal.value else goal.upper
        return _judge_range(reached, wanted, top, direction)
    if wanted == 0:
        is_kept = reached == 0 or direction is Direction.HIGHER
        return (Outcome.MET, _ONE, "zero") if is_kept else (Outcome.MISSED, Decimal(0), "zero")
    if goal.bound is Bound.ABOUT and abs(reached - wanted) <= wanted * _ABOUT:
        return Outcome.MET, _ONE, "about"
    if direction is Direction.LOWER:
        return _judge_limit(goal, reached, wanted, yardstick)
    rule = {QuantityKind.FREQUENCY: "frequency"}.get(goal.kind, "at_least")
    ratio = reached / wanted
    if ratio > 1:
        return (Outcome.MET, ratio, "standard") if yardstick.is_standard else (Outcome.EXCEEDED, ratio, rule)
    return (Outcome.MET if ratio == 1 else _shortfall(ratio)), ratio, rule


def _judge_limit(
    goal: Quantity, reached: Decimal, wanted: Decimal, yardstick: Yardstick
) -> tuple[Outcome, Decimal, str]:
    rule = "rank" if goal.kind is QuantityKind.RANK else "cost_limit" if yardstick.is_cost else "at_most"
    ratio = wanted / reached if reached else _ONE
    if reached < wanted:
        return (Outcome.MET if yardstick.is_cost or yardstick.is_standard else Outcome.EXCEEDED), ratio, rule
    is_kept = reached == wanted and _BELOW_LAST_YEAR.search(yardstick.target_text) is None
    return (Outcome.MET if is_kept else _shortfall(ratio)), ratio, rule


def _judge_range(reached: Decimal, low: Decimal, high: Decimal, direction: Direction) -> tuple[Outcome, Decimal, str]:
    if low <= reached <= high:
        return Outcome.MET, _ONE, "range"
    if reached > high:
        if direction is Direction.HIGHER:
            return Outcome.EXCEEDED, reached / high if high else _ONE, "range"
        return _shortfall(high / reached), high / reached, "range"
    if direction is Direction.LOWER:
        return Outcome.EXCEEDED, low / reached if reached else _ONE, "range"
    return _shortfall(reached / low), reached / low, "range"


def _shortfall(ratio: Decimal) -> Outcome:
    return Outcome.SHORT if ratio >= PARTIAL_FROM else Outcome.MISSED


def _behind_bound(actual: Figure, reached: Decimal, direction: Direction) -> Decimal:
    """Return a value on the far side of an open bound: 不到一半 and 85%以下 are less than they print."""
    sign = "" if re.search(r"[不未][低少超高大]|≥|≤|>=|<=", actual.sign) else actual.sign
    if direction is Direction.HIGHER and (_BELOW.search(sign) or _UNDER_AFTER.search(actual.tail)):
        return reached * (_ONE - _ABOUT if not _NEAR.search(sign) else _NEARLY)
    if direction is Direction.LOWER and (_ABOVE.search(sign) or _OVER_AFTER.search(actual.tail)):
        return reached * (_ONE + _ABOUT)
    return reached
