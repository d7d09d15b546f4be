"""From a grade to a share of the points: figures by arithmetic, wording by its tier.

Credits are shares of the points, 0-1, cut (never rounded up) to four decimals, so
that a shortfall, however small, stays below 1.
"""

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_DOWN, Decimal
from enum import StrEnum

from perfnlp.records import (
    Analysis,
    Bound,
    CueKind,
    Direction,
    Doubt,
    Grade,
    Indicator,
    Outcome,
    Part,
    QuantityKind,
    Status,
)
from perfnlp.scoring.rubric import Compound, Operator, OverCompletion, Quantitative, Rubric, Tier

ZERO, ONE = Decimal(0), Decimal(1)
_FINEST = Decimal("0.0001")
_MET = (Outcome.MET, Outcome.EXCEEDED)
_NO_ARITHMETIC = frozenset(
    {
        Doubt.RATE_FOR_VALUE,
        Doubt.UNIT_DIFFERS,
        Doubt.BOUND_FOR_VALUE,
        Doubt.OTHER_SUBJECT,
        Doubt.COPIED_TARGET,
        Doubt.MANY_FIGURES,
        Doubt.TEXT_FOR_NUMBER,
        Doubt.NOTE_CONTRADICTS,
    }
)
_SOME_WORK = frozenset(
    {
        CueKind.EXCEEDED,
        CueKind.DONE,
        CueKind.NEARLY,
        CueKind.PARTLY,
        CueKind.UNDER_WAY,
        CueKind.STARTED,
        CueKind.MISSED,
        CueKind.PROCESS,
    }
)


class Basis(StrEnum):
    """What the credit rests on."""

    FIGURES = "figures"
    DEGREES = "degrees"
    TIER = "tier"
    NOTHING_DONE = "nothing_done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """What a rubric gives for a grade, before the row's own score is looked at.

    Attributes:
        tier: the rubric's tier.
        value: proposed share of the points, 0-1.
        low, high: the tier's band, widened where the figures put `value` outside of it.
        basis: what `value` rests on.
    """

    tier: Tier
    value: Decimal
    low: Decimal
    high: Decimal
    basis: Basis


def credit_for(grade: Grade, rubric: Rubric) -> Credit | None:
    """Return the credit of `grade`, or None where its status is unclear."""
    if grade.status is Status.UNCLEAR:
        return None
    tier = rubric.tier_for(grade.status)
    value, basis = _value(grade, rubric, tier)
    if basis is Basis.DEGREES:
        tier = rubric.tier_at(value)
    if basis is Basis.FIGURES and value == ONE:
        tier = rubric.tier_for(Status.COMPLETED)
    return Credit(tier=tier, value=value, low=min(tier.low, value), high=max(tier.high, value), basis=basis)


def cut(share: Decimal) -> Decimal:
    """Return `share` cut to four decimals and to the range 0-1."""
    return min(max(share, ZERO), ONE).quantize(_FINEST, rounding=ROUND_DOWN).normalize() + ZERO


def degree_distance(analysis: Analysis) -> int | None:
    """Return how many degrees the actual wording is weaker than the target's, if it is."""
    if analysis.degree_target is None or analysis.degree_actual is None:
        return None
    distance = analysis.degree_target - analysis.degree_actual
    return distance if distance > 0 else None


def are_figures_trusted(analysis: Analysis) -> bool:
    """Return whether every figure of the target is answered and nothing speaks against the comparison."""
    is_answered = all(part.outcome is not Outcome.UNANSWERED for part in analysis.parts)
    return bool(analysis.parts) and is_answered and not _NO_ARITHMETIC.intersection(analysis.doubts)


def over_completion(analysis: Analysis, rubric: Rubric) -> Decimal | None:
    """Return the attainment if it reaches the rubric's threshold for over-completion."""
    if rubric.over_completion is OverCompletion.NOTHING or not are_figures_trusted(analysis):
        return None
    attainments = [part.attainment for part in analysis.parts if part.attainment is not None and _is_more_better(part)]
    highest = max(attainments, default=ZERO)
    return highest if analysis.direction is Direction.HIGHER and highest >= rubric.over_threshold else None


def is_budget_row(indicator: Indicator, rubric: Rubric) -> bool:
    """Return whether the row is the execution of the budget, which has its own rule."""
    return any(indicator.name.strip().startswith(name) for name in rubric.quantitative.budget_names)


def _value(grade: Grade, rubric: Rubric, tier: Tier) -> tuple[Decimal, Basis]:
    analysis = grade.analysis
    if grade.status in (Status.COMPLETED, Status.EXCEEDED):
        return _reduced(analysis, rubric, tier.point)
    by_figures = _credit_of_figures(grade, rubric)
    if by_figures is not None:
        return cut(by_figures), Basis.FIGURES
    if grade.status is Status.NOT_COMPLETED:
        return (tier.point, Basis.TIER) if _shows_some_work(analysis) else (tier.low, Basis.NOTHING_DONE)
    distance = degree_distance(analysis)
    if distance is not None and rubric.by_distance:
        return rubric.by_distance[min(distance, len(rubric.by_distance)) - 1], Basis.DEGREES
    return tier.point, Basis.TIER


def _reduced(analysis: Analysis, rubric: Rubric, point: Decimal) -> tuple[Decimal, Basis]:
    highest = over_completion(analysis, rubric)
    if highest is None or highest == rubric.over_threshold or rubric.over_completion is not OverCompletion.REDUCE:
        return point, Basis.TIER
    return cut(max(point - (highest - rubric.over_threshold), rubric.over_minimum)), Basis.FIGURES


def _credit_of_figures(grade: Grade, rubric: Rubric) -> Decimal | None:
    """Return the credit of figures of which at least one falls short by a known ratio.

    None if no figure explains the status. The worst part decides a row that is not completed.
    """
    analysis, is_missed = grade.analysis, grade.status is Status.NOT_COMPLETED
    explaining = (Outcome.MISSED,) if is_missed else (Outcome.SHORT, Outcome.MISSED)
    is_short = [part.outcome in explaining and (_has_ratio(part) or is_zero_limit(part)) for part in analysis.parts]
    if not any(is_short) or not are_figures_trusted(analysis):
        return None
    is_budget = is_budget_row(analysis.indicator, rubric)
    shares = [_credit_of_part(part, rubric, is_budget=is_budget) for part in analysis.parts]
    if is_missed or rubric.quantitative.compound is Compound.WORST:
        return min(shares)
    return sum(shares, ZERO) / len(shares)


def _credit_of_part(part: Part, rubric: Rubric, *, is_budget: bool) -> Decimal:
    if part.outcome in _MET:
        return ONE
    if is_zero_limit(part):
        return _operated(part, ZERO, rubric.quantitative)
    if part.attainment is None or not _has_ratio(part):
        return rubric.tier_for(Status.PARTIAL).point if part.outcome is Outcome.SHORT else ZERO
    if is_budget:
        return min(part.attainment, ONE)
    return _credit_of_ratio(part, part.attainment, rubric.quantitative)


def _has_ratio(part: Part) -> bool:
    """Return whether the ratio tells the shortfall; a date has none, and a figure of one quarter may reach 1."""
    return part.attainment is not None and part.attainment < ONE


def _credit_of_ratio(part: Part, attainment: Decimal, rules: Quantitative) -> Decimal:
    if attainment >= ONE - rules.tolerance:
        return ONE
    if attainment < rules.floor:
        return ZERO
    return _operated(part, attainment, rules)


def _operated(part: Part, attainment: Decimal, rules: Quantitative) -> Decimal:
    return max(_OPERATIONS[operator_of(part, rules)](part, attainment, rules), ZERO)


def operator_of(part: Part, rules: Quantitative) -> Operator:
    """Return the rubric's operator for the kind of target that `part` has."""
    if is_zero_limit(part):
        return rules.zero
    if part.rule == "at_most" or part.target.bound is Bound.AT_MOST:
        return rules.at_most
    return rules.exactly if part.target.bound is Bound.EXACTLY else rules.at_least


def is_zero_limit(part: Part) -> bool:
    """Return whether the target of `part` is that nothing happens (0起)."""
    return part.rule == "zero" or (part.target.value == 0 and part.target.upper is None)


def _ratio(_: Part, attainment: Decimal, __: Quantitative) -> Decimal:
    return min(attainment, ONE)


def _linear_excess(_: Part, attainment: Decimal, __: Quantitative) -> Decimal:
    """1-(B-A)/A, written with the attainment A/B, which the comparison already brought to one unit."""
    return 2 - 1 / attainment if attainment else ZERO


def _stepwise(part: Part, attainment: Decimal, rules: Quantitative) -> Decimal:
    shortfall = ONE - attainment
    if part.actual is not None and part.target.unit == part.actual.unit == "%":
        shortfall = abs(part.target.value - part.actual.value) / 100
    n_steps = (shortfall / rules.steps.width).to_integral_value(rounding=ROUND_CEILING)
    return ONE - n_steps * rules.steps.deduction


def _per_case(part: Part, _: Decimal, rules: Quantitative) -> Decimal:
    n_cases = part.actual.value if part.actual is not None else ZERO
    return ONE - n_cases * rules.steps.deduction


def _nothing(_: Part, __: Decimal, ___: Quantitative) -> Decimal:
    return ZERO


_OPERATIONS = {
    Operator.RATIO: _ratio,
    Operator.INVERSE_RATIO: _ratio,
    Operator.LINEAR_EXCESS: _linear_excess,
    Operator.STEPS: _stepwise,
    Operator.PER_CASE: _per_case,
    Operator.ALL_OR_NOTHING: _nothing,
}


def _is_more_better(part: Part) -> bool:
    is_amount = part.target.kind not in (QuantityKind.RANK, QuantityKind.DATE)
    return is_amount and part.target.bound is not Bound.AT_MOST and part.target.value > 0


def _shows_some_work(analysis: Analysis) -> bool:
    if any(is_zero_limit(part) for part in analysis.parts) or analysis.degree_actual == 0:
        return False
    return any(cue.kind in _SOME_WORK for cue in analysis.actual_cues)
