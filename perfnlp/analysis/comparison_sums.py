"""Totals that a text tells only in pieces: 省级2项、市级5项, 春秋两季各12期, 日均2300人次.

The total is worked out, so whoever uses it must raise `Doubt.COMPUTED`.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from perfnlp.analysis.comparison_matching import GROWTH, comparable
from perfnlp.analysis.numerals import parse_number
from perfnlp.analysis.quantities import Figure
from perfnlp.analysis.quantity_units import PERIODS_A_YEAR
from perfnlp.records import Bound, Quantity, QuantityKind

_STAGES = re.compile(
    r"受理|申[请报]|审批|报名|排查|发现|[开复]工|竣工|完工|录取|发放|回收|应|计划|任务|目标|审核|立案|签约|登记|其中|含|包括|共|总|合计|累计|剩余|"
    r"尚|未|仍|还|缺|差|拟|预计|平均|均|同比|上年|去年|退(?!化|役|休|耕|牧|林|伍)|减|流失|原|由|较|比|超|通过|合格|达标|满意|有效|实|检查|整治|服务|惠及|覆盖|占|"
    r"应急|检出|采样|来自|分布|存|库|规划|设计|支付|拨付|下达|资金|财政|净|其余|其他|中的|最|授信|提款"
)
_YEAR = re.compile(r"(?:19|20)[0-9]{2}年|上年|去年|今年|本年|十[一二三四]五")
_LINK = re.compile(r"^[，,、；;和及与\s]|^$")
_LIST = re.compile(r"(?:(?<![0-9.])[0-9]+(?:\.[0-9]+)?万?、)+$")
_EACH = re.compile(r"各[^0-9，,。;；、]{0,8}$")
_TIMES = re.compile(
    r"(?P<n>[两二三四五六七八九十]|[0-9]{1,3}(?![0-9]*[月日年]))(?:个|所|家)?[^0-9，,。;；、\s]{0,8}各[^0-9，,。;；、]{0,8}$"
)
_AVERAGE = re.compile(
    r"(?P<per>[日天周月季场次期人户家班])均[^0-9，,。;；]{0,8}$|(?:平均)?每(?P<each>[日天周月季场期])[^0-9，,。;；]{0,6}$"
)
_OF_UNIT = {
    "场": {"场"},
    "次": {"次", "场"},
    "期": {"期"},
    "人": {"人"},
    "户": {"户"},
    "家": {"家"},
    "班": {"期", "班"},
}
_LEVELS = frozenset({"秒", "天", "工作日", "月", "分", "岁", "摄氏度", "分贝"})
"""Units whose figures are never added up."""

_ITEMS = 2
_PERIOD = re.compile(
    r"(?P<period>[一二三四]季度|[上下]半年|[春秋]季|(?<![0-9])(?:1[0-2]|[1-9])月)[^0-9，,。;；、]{0,8}$"
)
_ONLY_BEGUN = re.compile(r"签|协议|申[报请]|计划|应|拟|未|开工|启动|招标|下达|目标|任务")
_WHOLE_YEARS = (
    {f"{n}季度" for n in "一二三四"},
    {"上半年", "下半年"},
    {"春季", "秋季"},
    {f"{n}月" for n in range(1, 13)},
)


def total_of(goal: Figure, given: Sequence[Figure], name: str, plain: str) -> Figure | None:
    """Return the total that the figures of canonical text `plain` make up for `goal`, None if they are no pieces."""
    if goal.quantity.kind not in {QuantityKind.COUNT, QuantityKind.SHARE} or goal.quantity.unit == "百分点":
        return None
    alike = [figure for figure in given if _is_piece(goal, figure)]
    return _product(goal, given, name, plain) or _each(alike, plain) or _sum(goal, alike, given, name, plain)


def period_total(goal: Figure, given: Sequence[Figure], plain: str) -> Figure | None:
    """Return the year's total where every quarter, half or month has its figure: 一季度2次、二季度1次 ..."""
    if goal.quantity.kind not in {QuantityKind.COUNT, QuantityKind.FREQUENCY} or goal.quantity.unit in _LEVELS:
        return None
    told: dict[str, Figure] = {}
    for figure in given:
        label = _PERIOD.search(plain[max(0, figure.quantity.start - 16) : figure.quantity.start])
        if label is not None and figure.quantity.kind is QuantityKind.COUNT and comparable(goal, figure) is not None:
            told.setdefault(label["period"], figure)
    pieces = list(told.values())
    if set(told) not in _WHOLE_YEARS or len({figure.quantity.unit for figure in pieces}) != 1:
        return None
    return _worked_out(sum((figure.quantity.value for figure in pieces), Decimal(0)), pieces)


def told_together(goals: Sequence[Figure], given: Sequence[Figure]) -> Figure | None:
    """Return the one figure that tells the total of several goals: 完成7000户 for 煤改电5200户、煤改气1800户."""
    units = {goal.quantity.unit for goal in goals}
    kinds = {goal.quantity.kind for goal in goals}
    alike = [figure for figure in given if figure.quantity.unit in units]
    if len(goals) < _ITEMS or len(units) != 1 or kinds != {QuantityKind.COUNT} or units & _LEVELS or len(alike) != 1:
        return None
    total = sum((goal.quantity.value for goal in goals), Decimal(0))
    is_done = alike[0].quantity.value == total and not _ONLY_BEGUN.search(_words(alike[0]))
    return alike[0] if is_done else None


def _is_piece(goal: Figure, figure: Figure) -> bool:
    match = comparable(goal, figure)
    return (
        match is not None
        and match.is_same
        and figure.quantity.kind is goal.quantity.kind
        and figure.quantity.upper is None
        and bool(figure.quantity.unit) >= bool(goal.quantity.unit)
    )


def _sum(goal: Figure, pieces: list[Figure], given: Sequence[Figure], name: str, plain: str) -> Figure | None:
    """Return the sum of figures that stand side by side, each with another subject."""
    others = [figure for figure in given if figure not in pieces]
    is_growth_beside = all(f.quantity.kind is QuantityKind.SHARE and GROWTH.search(f.before) for f in others)
    if len(pieces) < _ITEMS or not is_growth_beside or not _are_alike(goal, pieces, plain):
        return None
    words = [_words(figure) for figure in pieces]
    words[0] = words[0].removeprefix("其中") if others else words[0]
    if any(_STAGES.search(told) or GROWTH.search(told) for told in words) or not _are_parallel(goal, pieces, name):
        return None
    total = sum((figure.quantity.value for figure in pieces), Decimal(0))
    is_beyond_all = goal.quantity.kind is QuantityKind.SHARE and total > 100  # noqa: PLR2004 - percent
    return None if is_beyond_all else _worked_out(total, pieces)


def _are_alike(goal: Figure, pieces: list[Figure], plain: str) -> bool:
    """Return whether all count one thing and none is the target told again."""
    units = {figure.quantity.unit for figure in pieces}
    is_told_again = any(figure.quantity.value == goal.quantity.value for figure in pieces)
    return len(units) == 1 and not units & _LEVELS and not is_told_again and not _is_dated(pieces, plain)


def _are_parallel(goal: Figure, pieces: list[Figure], name: str) -> bool:
    """Return whether each piece has another subject, and either all or none of them is the very thing asked."""
    subjects = [figure.quantity.subject for figure in pieces]
    about = [subject in f"{name}{goal.before}" and f"{subject}以上" not in name for subject in subjects]
    return all(subjects) and len(set(subjects)) == len(subjects) and any(about) == all(about)


def _is_dated(pieces: list[Figure], plain: str) -> bool:
    """Return whether a later piece names its year: figures of two years are compared, not added up."""
    return any(
        _YEAR.search(plain[previous.quantity.end : piece.quantity.start]) for previous, piece in pairwise(pieces)
    )


def _each(pieces: list[Figure], plain: str) -> Figure | None:
    """Return n times the figure of 春秋两季各12期, or the sum of 分别出栏6.8、6.5、7.2万头."""
    if len(pieces) != 1:
        return None
    (figure,) = pieces
    clause = re.split(r"[。；;]", plain[: figure.quantity.start])[-1]
    listed = _LIST.search(clause)
    if listed is not None:
        values = [parse_number(word.rstrip("万")) for word in listed[0].split("、") if word]
        total = sum((value * figure.scale for value in values if value is not None), figure.quantity.value)
        return _worked_out(total, [figure])
    if not _EACH.search(clause):
        return None
    items = re.split(r"[，,]", clause)[-1].split("、")
    times = _TIMES.search(clause)
    n = parse_number(times["n"].replace("两", "二")) if times and len(items) == 1 else None
    count = n if n is not None else Decimal(len(items))
    return _worked_out(figure.quantity.value * count, [figure]) if count > 1 else None


def _product(goal: Figure, given: Sequence[Figure], name: str, plain: str) -> Figure | None:
    """Return the total behind an average: 日均2300人次 in a year, 场均190人，共42场."""
    if re.search(r"均|每", name + goal.before):
        return None
    for figure in given:
        average = _AVERAGE.search(plain[max(0, figure.quantity.start - 14) : figure.quantity.start])
        if average is None or not _has_unit_of(goal, figure):
            continue
        per = average["per"] or average["each"]
        if per in PERIODS_A_YEAR:
            times = PERIODS_A_YEAR[per]
            base = (
                figure.quantity.value
                if figure.quantity.kind is QuantityKind.FREQUENCY
                else figure.quantity.value * times
            )
            return _worked_out(base, [figure])
        number = next((f for f in given if f is not figure and f.quantity.unit in _OF_UNIT.get(per, set())), None)
        if number is not None:
            return _worked_out(figure.quantity.value * number.quantity.value, [figure, number])
    return None


def _has_unit_of(goal: Figure, figure: Figure) -> bool:
    units = {goal.quantity.unit.partition("/")[0], figure.quantity.unit.partition("/")[0]}
    return len(units) == 1 or units == {"人", "人次"}


def _words(figure: Figure) -> str:
    return re.split(r"[，,、；;]", figure.before)[-1] + figure.after


def _worked_out(value: Decimal, sources: Sequence[Figure]) -> Figure:
    first = sources[0]
    return replace(
        first,
        is_negative=False,
        sign="",
        quantity=Quantity(
            value=value,
            unit=first.quantity.unit.partition("/")[0]
            if first.quantity.kind is QuantityKind.FREQUENCY
            else first.quantity.unit,
            bound=Bound.EXACTLY,
            kind=QuantityKind.COUNT if first.quantity.kind is QuantityKind.FREQUENCY else first.quantity.kind,
            subject=first.quantity.subject,
            start=min(figure.quantity.start for figure in sources),
            end=max(figure.quantity.end for figure in sources),
        ),
    )
