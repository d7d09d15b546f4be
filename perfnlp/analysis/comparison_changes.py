"""Changes that a text tells by two levels: 由9家增至11家, 5.3亿元，上年同期4.8亿元, 新增2.4万、退保0.9万.

The change is worked out, so whoever uses it must raise `Doubt.COMPUTED`. A change
against the wanted way is negative.
"""

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from perfnlp.analysis.comparison_matching import comparable
from perfnlp.analysis.quantities import Figure
from perfnlp.records import Quantity, QuantityKind

_FROM = re.compile(r"(?:由|从|原|原有|原来)[^0-9，,。;；]{0,10}$")
_TO = re.compile(
    r"^[^0-9，,。;；]{0,14}(?:[增升降减扩达提][^0-9，,。;；]{0,2}[至到为]|至|到|[升降增减]为|缩[短至到小]|上升|回落)[^0-9，,。;；]{0,6}$"
)
_LAST_YEAR = re.compile(r"(?:上年|去年|上年度|同期|往年|年初|基期|十[一二三四]五末)[^0-9，,。;；]{0,8}$")
_MORE = re.compile(r"(?:多|净?增|增加|增收|增长|上升)[了]?$")
_LESS = re.compile(r"(?:少|净?减|减少|减收|下降|降低)[了]?$")
_COMPARED = re.compile(r"同比|较上年|比上年|较去年|比去年|较上期|较之|较年初|比年初")
_YEARS = re.compile(r"(?P<year>(?:19|20)[0-9]{2})年[^0-9，,。;；]{0,10}$")
_LOST = re.compile(r"(?:退[保出休]?|注销|流失|减员|减少|迁出|关停|退库)[^0-9，,。;；]{0,4}$")
_NEW_TARGET = re.compile(r"新增|净增|新建|增加|当年新")
_NOTHING_NEW = re.compile(r"(?:无|未|没有|暂无)新增(?!加)")
_LACKING = re.compile(r"(?:差|缺额|缺口|短缺|缺|少完成|欠)(?:了|为)?$")
_SHORT_OF_GOAL = re.compile(
    r"(?:低于|少于|比|较)[^0-9，,。;；]{0,6}(?:目标|计划|任务|预算|概算|标准|控制数)[^0-9，,。;；]{0,3}(?:少|低|差)?$"
)
_BEYOND_GOAL = re.compile(
    r"(?:超额|超出|超过?|高于|高出|突破)(?:完成)?(?:年度|全年|年初)?(?:目标|计划|任务|预算|概算|标准|控制数)?$"
    r"|(?:比|较)[^0-9，,。;；]{0,6}(?:目标|计划|任务|预算|概算|标准|控制数)[^0-9，,。;；]{0,3}[多高超]出?$"
)
_UNDONE_BEFORE = re.compile(r"(?:仍有|还有|尚有|剩余|余下|除)[^0-9，,。;；]{0,6}$")
_UNDONE_AFTER = re.compile(r"^[^0-9，,。;；]{0,14}(?:未(?!发现|发生|纳入)|滞后|没有|推迟|外均|外[,，]?(?:全部|其余))")
_NET = re.compile(r"净增")
_RISE_WORDS = re.compile(r"增长|增幅|增速|提高|提升|上升|增加|新增|净增|涨|增|扩大")
_FALL_WORDS = re.compile(r"下降|降低|减少|压减|压降|减|降|缩|削")
_CHANGE_NAME = re.compile(r"增长率?$|增幅|增速|提高|提升|上升|下降率?|降低率?|降幅|压减|减少|压降|涨幅|核减|缩减|压缩")


def change_of(goal: Figure, given: Sequence[Figure], name: str, plain: str) -> Figure | None:
    """Return the change that two levels tell, where `goal` asks for a change; None if it does not or none is told."""
    asked = f"{name}{goal.before}"
    if goal.quantity.kind is QuantityKind.COUNT:
        return _net(goal, given, plain) if _NEW_TARGET.search(asked) else None
    if goal.quantity.kind is not QuantityKind.SHARE or not _CHANGE_NAME.search(asked):
        return None
    falls = _FALL_WORDS.search(asked) is not None and not _RISE_WORDS.search(goal.before or name)
    levels = _levels(given, plain)
    if levels is None:
        return None
    old, new, sources = levels
    is_points = all(figure.quantity.kind is QuantityKind.SHARE for figure in sources)
    if not old or (is_points and goal.quantity.unit != "百分点" and not re.search(r"百分点", plain)):
        return None
    change = new - old if is_points else (new - old) * 100 / old
    return _worked_out(-change if falls else change, goal.quantity.unit, sources)


def gap_of(goal: Figure, given: Sequence[Figure], *, is_met: bool) -> Figure | None:
    """Return what was reached where only the distance from the goal is told: 还差38人, 超3%, 仍有1个尚未完成.

    Args:
        goal: the target's figure.
        given: every figure of the actual text.
        is_met: whether another figure says that the goal was reached; then only what
            is left undone of it counts (完成86公里，但有4公里未通过验收).
    """
    alike = [figure for figure in given if _measures_gap(goal, figure)]
    if is_met:
        alike = [
            figure
            for figure in alike
            if _UNDONE_AFTER.search(figure.after) and figure.quantity.value < goal.quantity.value
        ]
        if len(alike) != 1 or alike[0].quantity.unit != goal.quantity.unit:
            return None
        done = max(f.quantity.value for f in given if f.quantity.unit == goal.quantity.unit) - alike[0].quantity.value
        return _reached(goal, done - goal.quantity.value, alike[0]) if done < goal.quantity.value else None
    if len(alike) != 1 or not goal.quantity.value:
        return None
    (figure,) = alike
    words = figure.before + figure.sign
    is_share_of_goal = figure.quantity.unit == "%" != goal.quantity.unit
    distance = figure.quantity.value * goal.quantity.value / 100 if is_share_of_goal else figure.quantity.value
    if re.search(r"[不未没]超|不[高突]", words):
        return None
    names_goal = re.search(r"目标|计划|任务|预算|概算", words) is not None
    is_sign = figure.sign in {"超过", "高于", "突破", "超出"}
    if _BEYOND_GOAL.search(words) and (not is_sign or names_goal or is_share_of_goal):
        return _reached(goal, distance, figure)
    is_undone = _UNDONE_AFTER.search(figure.after) is not None and (
        _UNDONE_BEFORE.search(figure.before) is not None or re.search(r"均已|其余|外", figure.after) is not None
    )
    is_less = _LACKING.search(words) is not None or _SHORT_OF_GOAL.search(words) is not None or is_undone
    return _reached(goal, -distance, figure) if is_less and distance < goal.quantity.value else None


def _measures_gap(goal: Figure, figure: Figure) -> bool:
    if figure.quantity.kind is QuantityKind.SHARE:
        return True
    match = comparable(goal, figure)
    return match is not None and match.is_same and figure.quantity.unit == goal.quantity.unit


def _reached(goal: Figure, distance: Decimal, source: Figure) -> Figure:
    return _worked_out(goal.quantity.value + distance, goal.quantity.unit, (source,))


def last_level(given: Sequence[Figure], plain: str) -> Figure | None:
    """Return the level at the end of a change (达标率由100%降至58%), None if no change is told."""
    levels = _from_to(given, plain)
    return levels[1] if levels else None


def _levels(given: Sequence[Figure], plain: str) -> tuple[Decimal, Decimal, tuple[Figure, ...]] | None:
    """Return the old and the new level and the figures they were read from."""
    pair = _from_to(given, plain) or _two_years(given, plain)
    if pair is not None:
        return pair[0].quantity.value, pair[1].quantity.value, pair
    return _level_and_difference(given)


def _from_to(given: Sequence[Figure], plain: str) -> tuple[Figure, Figure] | None:
    for first, second in pairwise(given):
        between = plain[first.quantity.end : second.quantity.end]
        between = between[: max(0, second.quantity.start - first.quantity.end)] + second.sign
        begins = _FROM.search(plain[: first.quantity.start][-14:]) is not None
        if begins and _TO.match(between.lstrip("，,")) and _is_alike(first, second):
            return first, second
    return None


def _two_years(given: Sequence[Figure], plain: str) -> tuple[Figure, Figure] | None:
    for first, second in pairwise(given):
        if not _is_alike(first, second):
            continue
        years = _year_before(first, plain), _year_before(second, plain)
        if years[0] and years[1] and years[0] != years[1]:
            return (first, second) if years[0] < years[1] else (second, first)
        if _LAST_YEAR.search(second.before) and not _COMPARED.search(second.before):
            return second, first
        if _LAST_YEAR.search(first.before) and not _COMPARED.search(first.before):
            return first, second
    return None


def _year_before(figure: Figure, plain: str) -> str:
    """Return the year named right before a figure, "" without one."""
    match = _YEARS.search(plain[: figure.quantity.start][-20:])
    return match["year"] if match else ""


def _level_and_difference(given: Sequence[Figure]) -> tuple[Decimal, Decimal, tuple[Figure, ...]] | None:
    """Read 死亡43人，同比多2人: the level was 41."""
    for first, second in pairwise(given):
        if not _is_alike(first, second) or not _COMPARED.search(second.before):
            continue
        now, difference = first.quantity.value, second.quantity.value
        if _MORE.search(second.before):
            return now - difference, now, (first, second)
        if _LESS.search(second.before):
            return now + difference, now, (first, second)
    return None


def _net(goal: Figure, given: Sequence[Figure], plain: str) -> Figure | None:
    """Return what is new: 由9家增至11家 is 2家, 新增2.4万人、退保0.9万人 is 1.5万人, 无新增 is nothing."""
    nothing = _NOTHING_NEW.search(plain)
    if nothing is not None:
        return Figure(
            quantity=Quantity(value=Decimal(0), unit=goal.quantity.unit, start=nothing.start(), end=nothing.end())
        )
    alike = [figure for figure in given if comparable(goal, figure) is not None]
    if len(alike) != 2:  # noqa: PLR2004 - a pair
        return None
    first, second = alike
    if _FROM.search(first.before) and re.search(r"[增升扩][^0-9，,。;；]{0,4}[至到为]", second.before + second.sign):
        return _worked_out(second.quantity.value - first.quantity.value, first.quantity.unit, (first, second))
    if _NET.search(goal.before) and _LOST.search(second.before):
        return _worked_out(first.quantity.value - second.quantity.value, first.quantity.unit, (first, second))
    return None


def _is_alike(first: Figure, second: Figure) -> bool:
    return first.quantity.unit == second.quantity.unit or not (first.quantity.unit and second.quantity.unit)


def _worked_out(value: Decimal, unit: str, sources: Sequence[Figure]) -> Figure:
    return Figure(
        is_negative=value < 0,
        quantity=Quantity(
            value=abs(value).quantize(Decimal("0.0001")),
            unit=unit,
            kind=QuantityKind.SHARE if unit in {"%", "百分点"} else QuantityKind.COUNT,
            start=min(figure.quantity.start for figure in sources),
            end=max(figure.quantity.end for figure in sources),
        ),
    )
