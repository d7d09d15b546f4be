"""Plan and result told in one answer, where the row has no target: 38公里任务仅完成13公里, 完成考核目标（85%）.

One figure must be named a plan and one other must measure the same; else which figure
answers would be a guess.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from perfnlp.analysis.comparison_rules import Yardstick, compare_pair
from perfnlp.analysis.quantities import Figure
from perfnlp.records import Bound, Direction, Part, Quantity, QuantityKind

_PLAN_BEHIND = re.compile(r"^的?[^0-9，,。;；]{0,4}(?:目标|任务|指标)(?!的[0-9])")
_PLAN_BEFORE = re.compile(r"(?:(?<!规划)目标值?|任务数?|计划(?!的))[^0-9，,。;；的]{0,4}[(（]?$")
_LATER = re.compile(r"次年|明年|下一?年|下一?步|拟|力争|争取|预计|将")
_LIMIT = re.compile(r"控制")
_LOWER = re.compile(r"浓度|能耗|排放|失业率|死亡率|发生率|逾期率|优于")
_REST = re.compile(r"剩余|仍有|尚有|还有|还差|未|总投资")
_DISTANCE = re.compile(
    r"(?:比|较|超[额出过]?|低于|少于|高于|高出|多于)[^0-9，,。;；]{0,6}(?:目标值?|任务|计划)(?P<way>多|少|减少|增加|低|高|超)?[出了]?$"
)
_LESS = re.compile(r"低于|少于|减少|少|低")


def told_plan(given: Sequence[Figure], direction: Direction) -> Part | None:
    """Return the part of the one plan that `given`, the figures of an answer, tell beside one result; else None."""
    plans = [figure for figure in given if _is_plan(figure)]
    if len(plans) != 1 or not plans[0].quantity.value:
        return None
    (plan,) = plans
    unit, kind = plan.quantity.unit, plan.quantity.kind
    results = [f for f in given if f is not plan and (f.quantity.unit, f.quantity.kind) == (unit, kind)]
    if len(results) != 1 or _REST.search(results[0].before) or _LATER.search(results[0].before):
        return None
    goal = _goal(plan, results[0])
    if goal is None:
        return None
    is_lower = _LOWER.search(results[0].before + plan.before) is not None
    is_limit = is_lower or direction is Direction.LOWER or _LIMIT.search(plan.before + plan.after) is not None
    bound = Bound.AT_MOST if is_limit else Bound.AT_LEAST
    asked = replace(plan, sign="", tail="", quantity=replace(goal, bound=bound, start=0, end=0))
    return compare_pair(asked, results[0], Yardstick(direction=direction, target_text=""))


def _goal(plan: Figure, result: Figure) -> Quantity | None:
    """Return the plan itself, worked out where only the distance from it is told: 比年度目标少3个."""
    words = plan.before + plan.sign
    distance = _DISTANCE.search(words)
    if distance is None or re.match(r"[低高少多]", plan.after):
        return plan.quantity
    is_less = _LESS.search(distance[0]) is not None
    value = result.quantity.value + (plan.quantity.value if is_less else -plan.quantity.value)
    return replace(plan.quantity, value=value) if value > 0 else None


def _is_plan(figure: Figure) -> bool:
    if figure.quantity.kind not in {QuantityKind.COUNT, QuantityKind.SHARE} or _LATER.search(figure.before):
        return False
    return _PLAN_BEHIND.search(figure.after) is not None or _PLAN_BEFORE.search(figure.before) is not None
