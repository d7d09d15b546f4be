"""Answers that state a share of the target instead of its value: 占年计划的41.8%, 完成率100%, 70%."""

import re
from decimal import Decimal

from perfnlp.analysis.comparison_matching import COMPLETION_RATE, GROWTH, SHARE_OF_PLAN, Answer, similarity
from perfnlp.analysis.comparison_plans import told_plan
from perfnlp.analysis.comparison_rules import Yardstick, part_direction, share_outcome
from perfnlp.analysis.numerals import canonical
from perfnlp.analysis.quantities import Figure
from perfnlp.records import Bound, Direction, Indicator, Outcome, Part, Quantity, QuantityKind

_WHOLE = Quantity(value=Decimal(100), unit="%", bound=Bound.AT_LEAST, kind=QuantityKind.SHARE)
_BEYOND = re.compile(
    r"(?:超(?:额|过|出)?|高[出于])(?:完成)?(?:年度|全年|年初)?(?:任务|目标|计划)[^0-9，,。;；]{0,6}$|超额完成[^0-9，,。;；]{0,4}$"
)
_OF_TARGET = re.compile(r"(?:目标值?|任务|计划|指标值)的$")
_RATE_NAME = re.compile(r"完成|开工|完工|竣工|执行|支付|支出|到位|使用|拨付|销号|复工|整改|办结|进度|占比|比例|比重")


def share_part(answer: Answer, given: tuple[Figure, ...], indicator: Indicator, yardstick: Yardstick) -> Part | None:
    """Return the part of a target that is answered by a share of itself, None if its value is told."""
    goal = answer.target.quantity
    name = canonical(indicator.name)
    if goal.kind is QuantityKind.DATE or goal.value == 0:
        return None
    if goal.kind is QuantityKind.SHARE:
        return _share_for_share(answer, given, name, yardstick)
    is_rate = re.search(r"[率度比重]$|[(（]%[)）]", name) is not None
    follower = _share_behind(answer.actual, given)
    if follower is not None:
        return _share_part(goal, follower, is_limit=part_direction(goal, yardstick.direction) is Direction.LOWER)
    if answer.actual is not None and answer.actual.quantity.unit and (is_rate or not _is_share(answer.actual)):
        return None
    share = _stated_share(given)
    if share is None:
        return None
    return _share_part(goal, share, is_limit=part_direction(goal, yardstick.direction) is Direction.LOWER)


def _share_behind(actual: Figure | None, given: tuple[Figure, ...]) -> Figure | None:
    """Return the share right behind the target told again: 完成1200批次的109%."""
    if actual is None:
        return None
    behind = [figure for figure in given if figure.quantity.start > actual.quantity.end]
    is_next = bool(behind) and behind[0].quantity.start - len(behind[0].before) == actual.quantity.end
    is_of = is_next and re.fullmatch(r"(?:目标|任务|计划|中)*的", behind[0].before) is not None
    return behind[0] if is_of and _is_share(behind[0]) else None


def implied_parts(given: tuple[Figure, ...], target_text: str, direction: Direction) -> tuple[Part, ...]:
    """Return the part of a target without figures: a stated share of the plan against the whole of it.

    Without any target, a rate of completion and a rate of 100% are such shares too.
    """
    plan = told_plan(given, direction) if not target_text else None
    if plan is not None:
        return (plan,)
    if direction is Direction.LOWER and not any(SHARE_OF_PLAN.search(figure.before) for figure in given):
        return ()
    for figure in given:
        if _BEYOND.search(figure.before):
            return (
                Part(
                    target=_WHOLE,
                    actual=figure.quantity,
                    outcome=Outcome.EXCEEDED,
                    attainment=None,
                    rule="share_of_target",
                ),
            )
    shares = [figure for figure in given if _is_share(figure)]
    share = next((figure for figure in shares if SHARE_OF_PLAN.search(figure.before)), None)
    if share is None and not target_text:
        share = next((figure for figure in shares if _is_whole_or_rate(figure)), None)
    if share is None and re.search(r"计划|任务|目标", target_text):
        share = _stated_share(given)
    return () if share is None else (_share_part(_WHOLE, share, is_limit=False),)


def is_plan_share(text: str, quantity: Quantity) -> bool:
    """Return whether canonical `text` says that `quantity` is a share of a plan, task or budget."""
    return SHARE_OF_PLAN.search(text[: quantity.start]) is not None


def _share_for_share(answer: Answer, given: tuple[Figure, ...], name: str, yardstick: Yardstick) -> Part | None:
    goal, actual = answer.target.quantity, answer.actual
    if "过半" in yardstick.target_text[goal.start : goal.end]:
        share = next((figure for figure in given if _is_share(figure) and SHARE_OF_PLAN.search(figure.before)), None)
        if share is not None:
            ratio = share.quantity.value / goal.value
            return Part(
                target=goal,
                actual=share.quantity,
                outcome=share_outcome(ratio, is_limit=False),
                attainment=ratio,
                rule="share_of_target",
            )
        return None
    if actual is not None and _OF_TARGET.search(actual.before):
        return _share_part(goal, actual, is_limit=part_direction(goal, yardstick.direction) is Direction.LOWER)
    if actual is None or not COMPLETION_RATE.search(actual.before):
        return None
    topic = name + yardstick.target_text
    is_named = _RATE_NAME.search(topic) is not None or similarity(actual.quantity.subject, topic) > 0
    is_named = is_named or similarity(actual.before, name) > 0
    if is_named or GROWTH.search(actual.before):
        return None
    return _share_part(goal, actual, is_limit=part_direction(goal, yardstick.direction) is Direction.LOWER)


def _stated_share(given: tuple[Figure, ...]) -> Figure | None:
    shares = [figure for figure in given if _is_share(figure)]
    stated = [
        figure for figure in shares if SHARE_OF_PLAN.search(figure.before) or COMPLETION_RATE.search(figure.before)
    ]
    bare = [figure for figure in shares if not figure.before.strip() and len(given) == 1]
    hundred = [figure for figure in shares if figure.quantity.value == 100 and len(shares) == 1]  # noqa: PLR2004 - percent
    done = [figure for figure in shares if re.search(r"完成[^0-9，,。;；]{0,6}$", figure.before)]
    return next(iter(stated + bare + done + hundred), None)


def _share_part(goal: Quantity, share: Figure, *, is_limit: bool) -> Part:
    ratio = share.quantity.value / 100
    outcome = share_outcome(ratio, is_limit=is_limit)
    attainment = ratio if not is_limit else min(Decimal(1), 1 / ratio) if ratio else Decimal(1)
    return Part(target=goal, actual=share.quantity, outcome=outcome, attainment=attainment, rule="share_of_target")


def _is_share(figure: Figure) -> bool:
    return (
        figure.quantity.kind is QuantityKind.SHARE and figure.quantity.unit == "%" and not GROWTH.search(figure.before)
    )


def _is_whole_or_rate(figure: Figure) -> bool:
    is_claim = figure.quantity.bound is not Bound.EXACTLY and "达" not in figure.sign
    return not is_claim and (figure.quantity.value == 100 or COMPLETION_RATE.search(figure.before) is not None)  # noqa: PLR2004 - percent
