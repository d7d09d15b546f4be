"""Read what an answer tells about its own whole: a share that was done, or a move from one figure to another.

12件积案化解9件 holds its own target, 完成八成 names the share, and 由26分钟缩至25分钟 tells
how much. Rows whose target is in words, or that have none, are answered by nothing else.
"""

import re
from bisect import bisect
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from perfnlp.analysis.wording_patterns import FINISH
from perfnlp.analysis.wording_script import readable
from perfnlp.analysis.wording_trends import is_less_better
from perfnlp.records import Evidence, FieldName, Quantity, QuantityKind

_STEPS = tuple(map(Decimal, ("0.0001", "0.6", "0.8", "0.95", "1", "1.0001")))
_STEP_NAMES = ("none", "low", "middle", "high", "nearly", "all", "beyond")
_SIZES = tuple(map(Decimal, ("0.02", "0.05", "0.1", "0.2")))
_WHOLE = Decimal(100)
_PERCENT = "%"
_FAR = 22
"""Characters between two figures of one statement."""

_DIGITS = "一二三四五六七八九"
_FRACTIONS = (
    (re.compile(rf"([{_DIGITS}])成(?![立就果为员熟长功效])"), Decimal("0.1")),
    (re.compile(rf"百分之([{_DIGITS}])十"), Decimal("0.1")),
)
_WORDS = re.compile(
    r"(?P<high>绝大部分|绝大多数)|(?P<middle>三分之二|四分之三|(?:完成|建成|覆盖|过|[^较很强])?大半(?!年)|过半|多半)"
    r"|(?P<low>三分之一|四分之一|(?:不足|不到|仅)(?:一|过)?半|一半|半数|小半)"
)
_WORDED = {"high": Decimal("0.9"), "middle": Decimal("0.7"), "low": Decimal("0.5")}
_FAILING = re.compile(r"[^,，。;；\d]{0,10}?(?:未|没有|停用|停运|掉线|闲置|空置|不合格|滞后|推迟|延期|在建|正在|取消)")
_RATE = re.compile(
    r"(?:率|占[^,，。;；]{0,12}|覆盖|完成|进度|比例|比重|达到?|为|仅|只|已|实现|\A)[了约的仅为达至到过]*\Z"
)
_MOVED = re.compile(r"(?:增长|下降|提高|提升|上升|增加|减少|降低|同比|增幅|降幅|高于|低于|上年|去年)[了约达近]*\Z")
_TASK = re.compile(
    r"(?:应[一-龥]{0,6}|任务(?:数|量)?|计划(?:数|[一-龥]{0,10})?|原定[一-龥]{0,12}|目标(?:值|数)?|需[一-龥]{0,6}|总数)[为是]?\Z"
)
_DONE = re.compile(rf"{FINISH}|其中|已|实际|实有|有\Z|办|治|接|改|收|发|修|转|破|结|开|装|评")
_LEFT = re.compile(r"剩余?|其余|余|未|没|还有|仍有|尚有|另有|逾期|延期|超|不合格|差|缺")
_OTHER = re.compile(r"新增|同比|上年|去年|比|增加|减少|投入|共计|合计|每|至|到|升|降|增|减")
_LAST_YEAR = re.compile(r"(?:上年|去年|上年度|上年同期|去年同期|前年|20\d\d年)[一-龥]{0,4}\Z")
_FROM = re.compile(r"(?:由|从)[^,，。;；由从]{0,12}\Z")
_TO = re.compile(r"[至到为]了?[约]?\Z")
_UP = re.compile(r"增长|提高|提升|上升|增加|增幅|上涨|多|高于?|净增|增")
_DOWN = re.compile(r"下降|减少|降低|降幅|下滑|缩短|压减|少|低于?|降")
_STOPS = re.compile(r"[。;；]")
_CLAUSE_END = re.compile(r"[,，。;；]")


def share_evidence(text: str, field: FieldName, figures: Sequence[Quantity]) -> tuple[Evidence, ...]:
    """Return the shares of a whole that a printed text tells as evidence labelled `share=` and a step.

    The steps are none, low (under 0.6), middle (under 0.8), high (under 0.95), nearly,
    all and beyond.

    Args:
        text: as printed.
        field: where it stands.
        figures: what was read from it, in order.
    """
    told = sorted((*_named(text), *_percentages(text, figures), *_counted(text, figures)))
    return tuple(
        Evidence(field=field, start=start, end=end, label=f"share={_step(share)}") for start, end, share in told
    )


def share_of_goal_evidence(
    text: str, field: FieldName, figures: Sequence[Quantity], goals: Sequence[Quantity]
) -> tuple[Evidence, ...]:
    """Return how far the shares and counts of a text come towards its target, labelled `goal_share=` and a step.

    A counted share is held against a target in percent (合格率98%: 抽样216批次，合格208批次), a
    count against the one target of its unit; what is left or out of use is taken off.

    Args:
        text: as printed.
        field: where it stands.
        figures: what was read from it, in order.
        goals: what was read from the target.
    """
    if len(goals) != 1 or not goals[0].value:
        return ()
    goal = goals[0]
    if goal.unit == _PERCENT:
        told = [(start, end, share * _WHOLE / goal.value) for start, end, share in _counted(text, figures)]
    else:
        told = [
            (figure.start, figure.end, _towards(text, figure, goal)) for figure in figures if figure.unit == goal.unit
        ]
    return tuple(
        Evidence(field=field, start=start, end=end, label=f"goal_share={_step(share)}") for start, end, share in told
    )


def change_evidence(text: str, field: FieldName, figures: Sequence[Quantity], *, less: bool) -> tuple[Evidence, ...]:
    """Return the moves in figures that a printed text tells, labelled `change=<result>:<size>`.

    The result is better, worse or unchanged; the size counts how many of 2, 5, 10 and 20
    percent (or points) are reached, of the earlier figure if both are told.

    Args:
        text: as printed.
        field: where it stands.
        figures: what was read from it, in order.
        less: whether less is better where the text does not name what moved.
    """
    found = []
    for start, end, change in (*_between(text, figures), *_stated(text, figures)):
        clause = _clause(text, start)
        fewer = is_less_better((clause,), less=less)
        result = "unchanged" if not change else "better" if (change < 0) is fewer else "worse"
        found.append((start, end, f"change={result}:{bisect(_SIZES, abs(change))}"))
    return tuple(Evidence(field=field, start=start, end=end, label=label) for start, end, label in sorted(found))


def _named(text: str) -> Iterator[tuple[int, int, Decimal]]:
    folded, places = readable(text)
    for pattern, unit in _FRACTIONS:
        for match in pattern.finditer(folded):
            share = unit * (_DIGITS.index(match[1]) + 1)
            if folded[: match.start()].endswith(("不足", "不到")):
                share -= unit / 2
            yield places[match.start()], places[match.end() - 1] + 1, share
    for match in _WORDS.finditer(folded):
        yield places[match.start()], places[match.end() - 1] + 1, _WORDED[match.lastgroup or ""]


def _percentages(text: str, figures: Iterable[Quantity]) -> Iterator[tuple[int, int, Decimal]]:
    for figure in figures:
        before = text[: figure.start] + _words_of(text, figure)
        if figure.unit == _PERCENT and figure.value <= _WHOLE and _RATE.search(before) and not _MOVED.search(before):
            yield figure.start, figure.end, figure.value / _WHOLE


def _counted(text: str, figures: Iterable[Quantity]) -> Iterator[tuple[int, int, Decimal]]:
    counts = [figure for figure in figures if figure.kind is QuantityKind.COUNT and figure.unit]
    ended = 0
    for one, other in pairwise(counts):
        gap = text[one.end : other.start]
        is_apart = one.unit != other.unit or len(gap) > _FAR or _STOPS.search(gap) or _OTHER.search(gap)
        if is_apart or one.start < ended:
            continue
        ended = other.end
        if _TASK.search(gap) and other.value:
            yield one.start, other.end, one.value / other.value
        elif one.value and _TASK.search(text[: one.start]):
            yield one.start, other.end, other.value / one.value
        elif one.value >= other.value and one.value and _LEFT.search(gap):
            yield one.start, other.end, 1 - other.value / one.value
        elif one.value >= other.value and one.value and _DONE.search(gap):
            yield one.start, other.end, other.value / one.value


def _towards(text: str, figure: Quantity, goal: Quantity) -> Decimal:
    share = figure.value / goal.value
    is_left = _LEFT.search(_clause(text, figure.start)) or _FAILING.match(text, figure.end)
    return 1 - share if is_left and share <= 1 else share


def _between(text: str, figures: Iterable[Quantity]) -> Iterator[tuple[int, int, Decimal]]:
    """Yield the relative change from an earlier figure to a later: 由26分钟缩至25分钟, 642万元，上年861万元."""
    for one, other in pairwise(figures):
        gap = text[one.end : other.start] + _words_of(text, other)
        if one.unit != other.unit or len(gap) > _FAR or _STOPS.search(gap):
            continue
        if _LAST_YEAR.search(gap) and other.value:
            yield one.start, other.end, one.value / other.value - 1
        elif one.value and _FROM.search(text[: one.start] + _words_of(text, one)) and _TO.search(gap):
            yield one.start, other.end, other.value / one.value - 1


def _stated(text: str, figures: Iterable[Quantity]) -> Iterator[tuple[int, int, Decimal]]:
    """Yield a change told as a percentage: 同比增长0.4%."""
    for figure in figures:
        if figure.kind is not QuantityKind.SHARE:
            continue
        before = re.split(r"[,，。;；\d]", text[: figure.start])[-1] + _words_of(text, figure)
        moves = [(match.end(), sign) for pattern, sign in ((_UP, 1), (_DOWN, -1)) for match in pattern.finditer(before)]
        if moves and not _TO.search(before):
            yield figure.start, figure.end, max(moves)[1] * figure.value / _WHOLE


def _words_of(text: str, figure: Quantity) -> str:
    """Return the words that a figure's span begins with: 提高到41.6%."""
    return re.split(r"[\d.]", text[figure.start : figure.end])[0]


def _clause(text: str, place: int) -> str:
    return _CLAUSE_END.split(text[:place])[-1]


def _step(share: Decimal) -> str:
    return _STEP_NAMES[bisect(_STEPS, share)]
