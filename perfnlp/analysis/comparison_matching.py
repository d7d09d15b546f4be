"""Find the figure of the actual text that answers a figure of the target.

A figure must measure the same; among several, the words around them decide: 实际, 已完成
speak for a figure, 同比, 其中, 总投资, 计划 against it, and so does another subject.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from perfnlp.analysis.comparison_refusals import is_no_answer
from perfnlp.analysis.dates import is_inside_year
from perfnlp.analysis.direction import is_reduction
from perfnlp.analysis.quantities import Figure
from perfnlp.analysis.quantity_numbers import SEPARATORS
from perfnlp.analysis.quantity_units import UnitMatch, is_event, match_units
from perfnlp.records import QuantityKind

GROWTH = re.compile(
    r"(?:同比|较上年|比上年|较去年|比去年|较上期|环比|增长|增幅|增速|增加|提高|提升|上升|下降|下滑|减少|降低|降幅|涨幅)[^0-9，,。;；]{0,10}$"
)
"""Words before a figure that make it a change, not a level."""

_RISE = re.compile(r"(?:上升|增长|增加|反弹|提高|上涨|增幅)[^0-9，,。;；]{0,6}$")
_FALL = re.compile(r"(?:下降|减少|降低|下滑|回落|负增长|降幅)[^0-9，,。;；]{0,6}$")
TO_LEVEL = re.compile(r"(?:增加|提高|提升|上升|下降|减少|降低|增长)(?:到|至|为|达)[^0-9，,。;；]{0,4}$")
SHARE_OF_PLAN = re.compile(
    r"(?:占|为|完成|达|的)[^0-9，,。;；]{0,12}(?:计划|任务|目标|(?<!公共)预算|总投资|总投入|总量|概算)[^0-9，,。;；]{0,8}$"
    r"|[0-9][^0-9，,。;；%]{0,6}的$|完成[^0-9，,。;；]{1,12}的$"
)
"""占年计划的, 为任务的, 完成全年目标的: the figure is a share of the target."""

COMPLETION_RATE = re.compile(
    r"(?:完成|开工|完工|竣工|执行|支付|支出|到位|使用|拨付|销号|复工|整改|办结)(?:比?率|比例|进度)[^0-9，,。;；]{0,4}$|进度[^0-9，,。;；]{0,4}$|占比[^0-9，,。;；]{0,3}$|(?:已|全部|全面|基本)完成[了]?$"
)
_FOR = re.compile(r"实际|达到|达|完成|已|累计|共|实现|为$|有$|建成|新增")
_AGAINST = re.compile(
    r"(?:其中|含|包括)[^0-9，,。;；]{0,8}$|总投资[^0-9，,。;；]{0,8}$|计划(?!的)[^0-9，,。;；]{0,8}$|目标(?!的)[^0-9，,。;；]{0,6}$|任务(?!的)[^0-9，,。;；]{0,4}$|(?:应|需|拟|预计|剩余|尚有|仍有|还有|未[^0-9，,。;；]{0,8}|正在[^0-9，,。;；]{0,4}|待[^0-9，,。;；]{0,4}|准备[^0-9，,。;；]{0,4}|高于全|低于全|由|从|原|上年|去年|往年|年初)[^0-9，,。;；]{0,6}$"
)
_OF_THIS_YEAR = re.compile(r"其中[^0-9，,。;；]{0,4}(?:今年|本年|当年|(?:20[0-9]{2}年)|新[增建])[^0-9，,。;；]{0,10}$")
_DENIED = re.compile(r"未达到?|不足|不到|未满")
_UNDONE = re.compile(r"^[^0-9，,。;；]{0,6}(?:未|尚|暂|无法|没有|正在|拟|总?(?:目标|任务|计划))")
_INTENDED = re.compile(r"(?:计划|拟|预计|力争|争取|将|确保)[^0-9，,。;；]{0,6}$")
_COMPLETED = re.compile(r"(?:^|[^未没能待])(?:已|全部|圆满|均|全面|如期|按期|超额|不但|提前)(?:完成|实现)了?$")
_SURELY_DONE = re.compile(
    r"^[^0-9，,。;；]*(?:已|全部|圆满|均|全面|如期|按期)(?!.{0,4}未)[^0-9，,。;；]{0,4}(?:完成|完工|办|建成|投用|开工)"
)
_HAPPENED = re.compile(r"发生|出现|事故|事件|投诉|案件|上访|伤亡|死亡|舆情|火灾|违[规法纪]")
_DONE_AFTER = re.compile(r"^[^0-9，,。;；]{0,12}(?:已(?!纳入)|完成|完工|提前|办结|开工|投用)")
_UNDONE_AFTER = re.compile(r"^[^0-9，,。;；]{0,12}(?:未|实施中|推进|进行中|正在|在建|滞后|逾期)")
_BEGUN = re.compile(
    r"(开工|受理|审批|申请|申报|报名|排查|审核|签约|征集|储备|立项|抽取|铺设|成井|装齐|上半年|第?一季度)[^0-9，,。;；、]{0,4}$"
)
_ENDED = re.compile(
    r"(?:竣工|完工|建成|投用|投运|联网|获批|通水|通车|通过|开班|并网|整治|运营|交付|授权|全年)[^0-9，,。;；、]{0,3}$"
)
_TOTAL = re.compile(r"(?:合计|总计|共计|(?<!公)共)[^0-9，,。;；、]{0,3}$")
_PART_OF = re.compile(r"其中|包括|含")
_WAYS = re.compile(r"增长|提高|上升|下降|减少|降低")
_CLOSE = 0.3  # scores nearer than this leave the choice open
_MANY, _CLOSE_AMONG_MANY = 2, 0.9  # and among three figures or more so do these


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The figure that answers a target's figure, or None, and whether others could too."""

    target: Figure
    actual: Figure | None
    is_guess: bool = False


def answer_figures(
    targets: Sequence[Figure], actuals: Sequence[Figure], name: str, target_text: str
) -> tuple[Answer, ...]:
    """Return one answer for each target figure, in order. Each actual figure answers once."""
    alone = len(targets) == 1
    scores = {
        (i, j): _score(target, actual, name, target_text, is_alone=alone)
        - 0.04 * j
        + _list_score(j, actuals, name)
        + 0.6 * similarity(_inherited(j, actuals), name)
        + _order_bonus(i, j, targets, actuals)
        for i, target in enumerate(targets)
        for j, actual in enumerate(actuals)
        if comparable(target, actual) is not None
        and _can_answer(target, actual, actuals)
        and not is_no_answer(target, actual, name, target_text)
    }
    chosen: dict[int, int] = {}
    for i, j in sorted(scores, key=lambda pair: (-scores[pair], pair)):
        if i not in chosen and (j not in chosen.values() or _speaks_for_all(actuals[j], actuals)):
            chosen[i] = j
    return tuple(
        Answer(target=target, actual=actuals[chosen[i]], is_guess=_is_guess(i, chosen, scores, actuals, target))
        if i in chosen
        else Answer(target=target, actual=None)
        for i, target in enumerate(targets)
    )


def comparable(target: Figure, actual: Figure) -> UnitMatch | None:
    """Return how two figures' units compare, None if the figures measure different things."""
    goal, given = target.quantity, actual.quantity
    kinds = {goal.kind, given.kind}
    if kinds == {QuantityKind.DATE}:
        return UnitMatch()
    if QuantityKind.DATE in kinds:
        return None
    if QuantityKind.RANK in kinds and len(kinds) > 1:
        other = given if goal.kind is QuantityKind.RANK else goal
        return UnitMatch() if other.unit in {"", "人"} and other.kind is QuantityKind.COUNT else None
    if QuantityKind.FREQUENCY in kinds and len(kinds) > 1:
        return _match_frequency(target, actual)
    return match_units(goal.unit, given.unit)


def _can_answer(target: Figure, actual: Figure, actuals: Sequence[Figure]) -> bool:
    """Refuse the target told again (2公里未启动) and counts of other things than a forbidden event."""
    if target.is_phrase:
        is_bare = len(actuals) == 1 and len(actual.before + actual.after) <= 1
        return actual.is_phrase or is_bare or _HAPPENED.search(actual.before + actual.after) is not None
    if target.quantity.kind is QuantityKind.DATE and is_inside_year(target.quantity, actual.quantity):
        return False
    if not target.quantity.value and target.quantity.kind is QuantityKind.COUNT:
        units = target.quantity.unit, actual.quantity.unit
        is_other = bool(units[0] and units[1]) and units[0] != units[1]
        if is_other and actual.quantity.value and not _HAPPENED.search(actual.before + actual.after):
            return False
    is_told_again = actual.quantity.value == target.quantity.value and not _DENIED.search(actual.sign)
    if is_told_again and _INTENDED.search(actual.before) and "实际" not in actual.before:
        return False
    is_done = _SURELY_DONE.search(actual.after) or _COMPLETED.search(actual.before + actual.sign)
    return not (is_told_again and _UNDONE.search(actual.after) and not is_done)


def is_opposite(target: Figure, actual: Figure, name: str) -> bool:
    """Return whether the actual figure moves the other way: 下降3% for a growth of 8%."""
    asked = f"{name}{target.before}".rstrip("率量额")
    if TO_LEVEL.search(target.before) or TO_LEVEL.search(actual.before):
        return False
    wants_fall = _FALL.search(target.before) is not None or (not _RISE.search(target.before) and is_reduction(asked))
    if wants_fall:
        return _RISE.search(actual.before) is not None
    wants_rise = _RISE.search(target.before) is not None or _RISE.search(name.rstrip("率量额")) is not None
    return wants_rise and _FALL.search(actual.before) is not None


def similarity(one: str, other: str) -> float:
    """Return how much of the shorter text's pairs of characters the longer one has, 0-1.

    Fewer than three pairs count as three: one common word is little proof.
    """
    first, second = _pairs(one), _pairs(other)
    return len(first & second) / max(3, min(len(first), len(second))) if first and second else 0.0


def _match_frequency(target: Figure, actual: Figure) -> UnitMatch | None:
    goal, given = target.quantity, actual.quantity
    if not goal.unit or not given.unit:
        return UnitMatch()
    units = match_units(goal.unit.partition("/")[0], given.unit.partition("/")[0])
    if units is None or not (is_event(goal.unit.partition("/")[0]) or units.is_same):
        return None
    yearly = goal if goal.kind is QuantityKind.FREQUENCY else given
    figure = target if yearly is goal else actual
    return UnitMatch(is_same=units.is_same and figure.scale == 1)


def _score(target: Figure, actual: Figure, name: str, target_text: str, *, is_alone: bool) -> float:
    goal, given = target.quantity, actual.quantity
    units = comparable(target, actual)
    score = 1.6 if goal.unit == given.unit else 1.0 if goal.unit and given.unit and units and units.is_same else 0.3
    topic = f"{name}{target_text}" if is_alone else goal.subject or name
    score += similarity(_WAYS.sub("", given.subject), _WAYS.sub("", topic)) + (
        0.4 * similarity(actual.before + actual.after, topic)
    )
    wants_growth = GROWTH.search(target.before) is not None or (
        is_alone and re.search("增长|增幅|增速|涨幅", name) is not None
    )
    is_growth = GROWTH.search(actual.before) is not None and not TO_LEVEL.search(actual.before)
    if goal.kind is QuantityKind.SHARE:
        score += (1.2 if is_growth else -0.6) if wants_growth else (-1.5 if is_growth else 0)
    if given.kind is QuantityKind.SHARE and SHARE_OF_PLAN.search(actual.before):
        score -= 1.0
    begun = _BEGUN.search(actual.before)
    if begun is not None and begun[1] not in f"{name}{target_text}":
        score -= 0.7
    score += 0.4 if _ENDED.search(actual.before) else 0
    score += 0.6 if _TOTAL.search(actual.before) else 0
    return score + _cue_score(actual)


def _cue_score(actual: Figure) -> float:
    score = 0.4 if _FOR.search(actual.before[-14:]) else 0.0
    score += 0.5 if _DONE_AFTER.search(actual.after) and not _UNDONE_AFTER.search(actual.after) else 0
    score -= 1.2 if _UNDONE_AFTER.search(actual.after) else 0
    is_against = _AGAINST.search(actual.before) is not None and not _OF_THIS_YEAR.search(actual.before)
    score -= 1.0 if is_against else 0
    score += 0.6 if _OF_THIS_YEAR.search(actual.before) else 0
    score -= 1.5 if re.match(r"\s?中(?:的|有|[,，]|$)", actual.after) else 0
    return score + (1.0 if _DENIED.search(actual.sign) else 0)


def _inherited(j: int, actuals: Sequence[Figure]) -> str:
    """Return the subject of the figure right before, where one clause tells both: 改造县乡道3个项目45公里."""
    if j == 0 or re.search(rf"[{SEPARATORS}]", actuals[j].before):
        return ""
    previous = actuals[j - 1].quantity
    return previous.subject if previous.unit != actuals[j].quantity.unit else ""


def _list_score(j: int, actuals: Sequence[Figure], name: str) -> float:
    """Return what stands against a later item of a list behind 其中: the whole was told before it."""
    first = j
    while first > 0 and re.match(r"[、和及]", actuals[first].before):
        first -= 1
    unit = actuals[j].quantity.unit
    is_whole_told = any(figure.quantity.unit == unit for figure in actuals[:first])
    is_part = first < j and _PART_OF.search(actuals[first].before) is not None
    is_named = actuals[j].quantity.subject in name
    return -1.0 if is_part and is_whole_told and not is_named else 0.0


def _order_bonus(i: int, j: int, targets: Sequence[Figure], actuals: Sequence[Figure]) -> float:
    return 0.3 if len(targets) > 1 and len(targets) == len(actuals) and i == j else 0.0


def _speaks_for_all(actual: Figure, actuals: Sequence[Figure]) -> bool:
    return actual.quantity.kind is QuantityKind.SHARE and (
        len(actuals) == 1 or re.search(r"均|都|全部|分别", actual.before) is not None
    )


def _is_guess(
    i: int, chosen: dict[int, int], scores: dict[tuple[int, int], float], actuals: Sequence[Figure], target: Figure
) -> bool:
    best, picked = scores[i, chosen[i]], actuals[chosen[i]]
    taken = {j for k, j in chosen.items() if k != i}
    is_stage = _ENDED.search(picked.before) is not None
    return any(
        (
            best - score < _CLOSE
            or (len(actuals) > _MANY and best - score < _CLOSE_AMONG_MANY)
            or (is_stage and actuals[j].quantity.value == target.quantity.value)
        )
        and actuals[j].quantity.value != picked.quantity.value
        for (k, j), score in scores.items()
        if k == i and j != chosen[i] and j not in taken
    )


@lru_cache(maxsize=8192)
def _pairs(text: str) -> frozenset[str]:
    words = re.sub(r"[^\u4e00-\u9fffA-Za-z]", "", text)
    return frozenset(words[k : k + 2] for k in range(len(words) - 1))
