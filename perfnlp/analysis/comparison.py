"""Compare the figures of an indicator's target with those of its actual value.

Arithmetic decides figures: `Comparison.parts` says for each figure of the target which
figure answers it and how the two stand to each other; `doubts` says why that may not be
trusted alone. Wording is judged elsewhere. Any text is allowed, nothing raises.
"""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from perfnlp.analysis.comparison_computed import computed_figure
from perfnlp.analysis.comparison_doubts import find_doubts
from perfnlp.analysis.comparison_matching import Answer, answer_figures, is_opposite
from perfnlp.analysis.comparison_places import part_from_last
from perfnlp.analysis.comparison_refusals import is_other_rate
from perfnlp.analysis.comparison_rules import Yardstick, compare_pair
from perfnlp.analysis.comparison_shares import implied_parts, share_part
from perfnlp.analysis.comparison_sums import told_together
from perfnlp.analysis.direction import find_direction, is_reduction
from perfnlp.analysis.numerals import canonical
from perfnlp.analysis.quantities import Figure, read_figures, without_misread_sign
from perfnlp.analysis.quantity_units import is_money
from perfnlp.analysis.zeros import read_zeros
from perfnlp.lexicon import Lexicon
from perfnlp.records import Bound, Direction, Doubt, Indicator, Outcome, Part, Quantity, QuantityKind
from perfnlp.text import squeeze

_SCORING = re.compile(r"得(?:满分|[0-9.]+分)|[,，;；。](?:每|扣)|每[降低少]|扣[0-9.]+分|不得分|酌情")
_CLASS = re.compile(r"^(?:的)?(?:[^0-9，。]{0,4})(?:项目|企业|工程|单位|老人|老年人|人群|人员|耕地|桥梁|产业)")
_COST = re.compile(r"成本|[费价]|经费|支出|预算|决算|投资|资金|概算|控制数")
_NO_COST = re.compile(r"标准|执行|支付|到位|拨付|补贴|补助|收入|税|投入|资金|节约")
_MONTHLY = re.compile(r"每(?:个?[月季周]|年|季度)[^，,。]{0,6}[0-9]{1,2}[日号]前")
_PLACES = re.compile(r"[(（]共$")
_STANDARD = re.compile(r"标准|补贴|补助|津贴|工资|待遇|保额")


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What arithmetic says about one indicator.

    Attributes:
        target_quantities: figures of the target, or of the name where the target has none.
        actual_quantities: every figure of the actual text.
        parts: one for each figure that the target asks, in order.
        attainment: the lowest of the parts; None without a ratio or with an unanswered part.
        doubts: why the parts must not be trusted alone, in the order of `Doubt`.
        direction: which way is better.
        is_target_in_name: whether the target quantities slice the name, not the target text.
    """

    target_quantities: tuple[Quantity, ...] = ()
    actual_quantities: tuple[Quantity, ...] = ()
    parts: tuple[Part, ...] = ()
    attainment: Decimal | None = None
    doubts: tuple[Doubt, ...] = ()
    direction: Direction = Direction.HIGHER
    is_target_in_name: bool = False


def compare(indicator: Indicator, lexicon: Lexicon) -> Comparison:
    """Return the comparison of `indicator.target` with `indicator.actual`.

    A threshold in the name (满意度90%以上 | 完成) stands in for a target without
    figures; without any figure asked, a share of the plan that the actual text states
    (为任务的164.5%) is compared with the whole plan.
    """
    asked, is_from_name = _asked_figures(indicator, lexicon)
    target_text = (indicator.name if is_from_name else indicator.target) or ""
    direction = _direction(indicator, target_text, asked, lexicon)
    actual_text = indicator.actual or ""
    is_zero_asked = direction is Direction.LOWER or any(figure.is_phrase for figure in asked)
    asked = tuple(without_misread_sign(figure, indicator.name) for figure in asked)
    given = _given_figures(actual_text, lexicon, with_zeros=is_zero_asked)
    given = tuple(without_misread_sign(figure, indicator.name) for figure in given)
    answers = answer_figures(asked, given, canonical(indicator.name), canonical(target_text))
    if is_from_name and any(answer.actual for answer in answers):
        answers = tuple(answer for answer in answers if answer.actual)
    yardstick = Yardstick(direction=direction, target_text=canonical(target_text))
    parts = _parts(answers, given, indicator, yardstick, lexicon)
    parts = _drop_silent_dates(parts) or implied_parts(given, indicator.target or "", direction)
    return Comparison(
        target_quantities=tuple(figure.quantity for figure in asked),
        actual_quantities=tuple(figure.quantity for figure in given if figure.quantity.end > figure.quantity.start),
        parts=parts,
        attainment=_worst(parts),
        doubts=find_doubts(indicator, target_text, parts, answers, given),
        direction=direction,
        is_target_in_name=is_from_name and bool(asked),
    )


def _parts(
    answers: tuple[Answer, ...], given: tuple[Figure, ...], indicator: Indicator, yardstick: Yardstick, lexicon: Lexicon
) -> tuple[Part, ...]:
    """Return one part for each answer; a goal from the last place and a total of all goals are one question."""
    actual_text = canonical(indicator.actual or "")
    from_last = part_from_last(yardstick.target_text, actual_text)
    if from_last is not None:
        return (from_last,)
    together = told_together(tuple(answer.target for answer in answers), given)
    if together is not None:
        return tuple(_told_part(answer, together) for answer in answers)
    if squeeze(yardstick.target_text) == squeeze(actual_text) != "":
        return tuple(_equal_part(answer) for answer in answers)
    alone = len(answers) == 1
    sticks = [yardstick if alone else _own_yardstick(answer.target, yardstick, lexicon) for answer in answers]
    return tuple(
        _part(answer, given, indicator, stick, is_alone=alone) for answer, stick in zip(answers, sticks, strict=True)
    )


def _asked_figures(indicator: Indicator, lexicon: Lexicon) -> tuple[tuple[Figure, ...], bool]:
    """Return the figures that the target asks and whether they stand in the name."""
    target = indicator.target or ""
    scoring = _SCORING.search(canonical(target))
    figures = read_figures(target[: scoring.start()] if scoring and scoring.start() else target, lexicon)
    zeros = _read_phrases(target)
    if figures or zeros:
        return _without_class_names(_outside(figures, zeros)) + zeros[:1], False
    figures = read_figures(indicator.name, lexicon) if target else ()
    return tuple(figure for figure in figures if figure.quantity.kind is not QuantityKind.DATE), True


def _without_class_names(figures: tuple[Figure, ...]) -> tuple[Figure, ...]:
    """Drop figures that only name what is counted: 10亿元以上项目25个, 60岁以上老人100人."""
    if len(figures) <= 1:
        return figures
    kept = tuple(
        figure
        for figure in figures
        if figure.quantity.unit != "岁"
        and not _PLACES.search(figure.before)
        and not (figure.quantity.bound is Bound.AT_LEAST and _CLASS.match(figure.after))
    )
    return kept or figures


def _given_figures(actual: str, lexicon: Lexicon, *, with_zeros: bool) -> tuple[Figure, ...]:
    figures = read_figures(actual, lexicon)
    if not with_zeros:
        return figures
    zeros = _read_phrases(actual)
    return _outside(figures, zeros) + zeros


def _read_phrases(text: str) -> tuple[Figure, ...]:
    return tuple(Figure(quantity=zero, is_phrase=True) for zero in read_zeros(canonical(text)))


def _outside(figures: tuple[Figure, ...], phrases: tuple[Figure, ...]) -> tuple[Figure, ...]:
    """Drop figures inside a phrase of avoidance: 杜绝一次死亡3人以上的事故."""
    return tuple(
        figure
        for figure in figures
        if not any(p.quantity.start <= figure.quantity.start < p.quantity.end for p in phrases)
    )


def _direction(indicator: Indicator, target: str, asked: tuple[Figure, ...], lexicon: Lexicon) -> Direction:
    direction = find_direction(indicator.name, target, lexicon)
    is_cost_row = "成本" in (indicator.level2 or "") and not _NO_COST.search(indicator.name)
    if is_cost_row and any(is_money(f.quantity.unit) and f.quantity.bound is Bound.EXACTLY for f in asked):
        return Direction.LOWER
    return direction


def _told_part(answer: Answer, together: Figure) -> Part:
    return Part(
        target=answer.target.quantity,
        actual=together.quantity,
        outcome=Outcome.MET,
        attainment=Decimal(1),
        rule="total",
    )


def _own_yardstick(goal: Figure, yardstick: Yardstick, lexicon: Lexicon) -> Yardstick:
    """Return the yardstick of one figure among several: the limit of one (3日内) says nothing of a rate beside it."""
    subject = goal.quantity.subject
    if yardstick.direction is Direction.HIGHER or not re.search(r"[率度]$", subject):
        return yardstick
    return replace(yardstick, direction=find_direction(subject, "", lexicon))


def _equal_part(answer: Answer) -> Part:
    return Part(
        target=answer.target.quantity,
        actual=answer.actual.quantity if answer.actual else None,
        outcome=Outcome.MET,
        attainment=Decimal(1),
        rule="equal_text",
    )


def _part(
    answer: Answer, given: tuple[Figure, ...], indicator: Indicator, yardstick: Yardstick, *, is_alone: bool
) -> Part:
    name, plain = canonical(indicator.name), canonical(indicator.actual or "")
    computed = computed_figure(answer, given, name, plain, is_alone=is_alone)
    if computed is not None:
        figure, rule = computed
        return replace(
            compare_pair(answer.target, figure, _row_yardstick(answer, figure, indicator, yardstick)), rule=rule
        )
    shared = share_part(answer, given, indicator, yardstick)
    if shared is not None:
        return shared
    goal = answer.target.quantity
    if answer.actual is None or is_other_rate(answer.target, answer.actual, name):
        return Part(target=goal, actual=None, outcome=Outcome.UNANSWERED, attainment=None, rule="unanswered")
    falls = is_reduction(name.rstrip("率量额")) or is_reduction(answer.target.before)
    turned = is_opposite(answer.target, answer.actual, name) or (answer.actual.is_negative and not falls)
    actual = replace(answer.actual, is_negative=turned)
    return compare_pair(answer.target, actual, _row_yardstick(answer, actual, indicator, yardstick))


def _row_yardstick(answer: Answer, actual: Figure, indicator: Indicator, yardstick: Yardstick) -> Yardstick:
    goal = answer.target.quantity
    units = {goal.unit, actual.quantity.unit}
    words = indicator.name + (indicator.level2 or "")
    is_payment = any(unit.startswith("元/") for unit in units) or (
        any(map(is_money, units)) and _STANDARD.search(words)
    )
    is_equals_sign = "=" in yardstick.target_text[goal.start : goal.end] and goal.bound is Bound.EXACTLY
    return replace(
        yardstick,
        is_cost=any(map(is_money, units)) or (units == {""} and _COST.search(words) is not None),
        is_standard=bool(is_payment and is_equals_sign) or _MONTHLY.search(yardstick.target_text) is not None,
    )


def _drop_silent_dates(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """Drop deadlines that nothing answers beside figures that are answered."""
    is_answered = any(part.actual is not None for part in parts)
    return tuple(
        part
        for part in parts
        if part.actual is not None or part.target.kind is not QuantityKind.DATE or not is_answered
    )


def _worst(parts: tuple[Part, ...]) -> Decimal | None:
    if any(part.outcome is Outcome.UNANSWERED for part in parts):
        return None
    return min((part.attainment for part in parts if part.attainment is not None), default=None)
