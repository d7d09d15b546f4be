"""Shares told by counts: 受理41件，按时办结39件 is 95.1%, 抽检64批，全部合格 is 100%.

Which count is the whole is told by words (应, 受理, 发放) or by their order. The share
is worked out, not printed, so whoever uses it must raise `Doubt.COMPUTED`.
"""

import re
from collections.abc import Sequence
from decimal import Decimal

from perfnlp.analysis.quantities import Figure
from perfnlp.records import Quantity, QuantityKind

_OWED = re.compile(r"(?:应(?!急|用)|需(?!求)|需求|须|计划|任务|目标|原定|拟|设计要求|预算|核定)")
_WHOLE = re.compile(
    r"发放|抽[样查检取测]|受理|监测|在册|送审|接[到受]|交办|承办|转办|测评[表人]|调查|参[测评检赛]|有效|回收|收回|报名|申[报请]|共有?|总|问卷|排查|"
    r"发现|现有|登记|检测|立案|服务对象|采样"
)
_NOT = re.compile(r"(?:不(?=满|合|达|及|符)|未|超[期时]|逾期|差评|失败|无效|缺|尚余|剩余|结余|不足|欠|漏|错|脱漏)")
_NEGATIVE_NAME = re.compile(
    r"[不未]|逾期|超[期时]|差错|故障|差评|失败|缺|漏|错|结余|结转|投诉|犯罪|事故|死亡|流失|闲置|空置|辍学|撤销|返"
)
_ALL = re.compile(r"(?:全部|全都|均|都|一律|全数|百分之百|无一例外)(?!未|没|不)[^0-9，,。;；]{0,12}")
_ALL_NOT = re.compile(r"未|没|不[合达及符满]|仍|尚|部分|除|个别|[0-9]")
_SAVING_NAME = re.compile(r"节约|节支|核减|审减|压减|压降|压缩|下降|降低|减少|精简")
_RETURNED = re.compile(r"回收|收回|有效")
_NUMBERS = QuantityKind.COUNT
_HEAD = re.compile(
    r"(?P<part>[\u4e00-\u9fff]{2,8})占[\u4e00-\u9fff]{2,10}(?:比例|比重|比)|(?P<head>[\u4e00-\u9fff]{2})(?:率|比例|进度)"
)
_TOTAL = re.compile(r"总|全部|合计")
_LEAST_PAIR = 2


def share_of_counts(goal: Figure, given: Sequence[Figure], name: str, plain: str) -> Figure | None:
    """Return the share that two counts in canonical text `plain` tell for the rate `name`, None without such counts.

    Of three counts in a row (发放200份，回收196份，满意171份) the last two are used.
    """
    counts = [figure for figure in given if figure.quantity.kind is _NUMBERS and not figure.is_phrase]
    pair = _pair_by_head(counts, name if _HEAD.search(name) else goal.before) or _pair(counts, name)
    if pair is None:
        return None if _NEGATIVE_NAME.search(name) else _all_of_them(goal, counts, given, plain)
    part, whole = pair
    is_answer = _RETURNED.search(_clause(part)) is None or _RETURNED.search(name) is not None
    if not whole.quantity.value or not is_answer:
        return None
    share = part.quantity.value * 100 / whole.quantity.value
    if _is_counted_against(part, whole, name):
        share = 100 - share
    return None if share < 0 else _figure(share, (part, whole))


def share_of_counts_is_owed(given: Sequence[Figure]) -> bool:
    """Return whether one count is expressly what should be done (应种2000人, 计划1200套) and another what was."""
    counts = [figure for figure in given if figure.quantity.kind is _NUMBERS]
    return len(_same_unit(counts)) == _LEAST_PAIR and sum(is_owed(figure) for figure in counts) == 1


def is_owed(figure: Figure) -> bool:
    """Return whether the words of a count make it what should be reached, not what was."""
    return _OWED.search(_clause(figure)) is not None and "实际" not in _clause(figure)


def _pair_by_head(counts: list[Figure], asked: str) -> tuple[Figure, Figure] | None:
    """Return the one count that the rate is named after, with its whole: 调处2713件，调解成功2664件 for 调解成功率."""
    named = _HEAD.search(re.sub(r"[(（].*?[)）]", "", asked))
    if named is None:
        return None
    head = named["part"] or named["head"]
    parts = [f for f in counts if re.search(rf"(?<![不未]){head}(?![^0-9]*总)", f.quantity.subject)]
    if len(parts) != 1:
        return None
    (part,) = parts
    larger = [f for f in counts if f.quantity.unit == part.quantity.unit and f.quantity.value > part.quantity.value]
    before = [f for f in larger if f.quantity.end <= part.quantity.start]
    behind = [f for f in larger if f not in before and _TOTAL.search(f.quantity.subject)]
    whole = next(iter([*reversed(before), *behind]), None)
    return None if whole is None else (part, whole)


def _pair(counts: list[Figure], name: str) -> tuple[Figure, Figure] | None:
    """Return the part and the whole."""
    alike = _same_unit(counts)
    if len(alike) < _LEAST_PAIR or len(alike) > _LEAST_PAIR + 1:
        return None
    first, second = alike[-2], alike[-1]
    if len(alike) > _LEAST_PAIR and not _WHOLE.search(_clause(first)):
        return None
    opposites = _opposites(first, second)
    if opposites is not None:
        good, bad = opposites
        total = _figure(good.quantity.value + bad.quantity.value, (good, bad))
        return (bad, total) if _NEGATIVE_NAME.search(name) else (good, total)
    if is_owed(second) and not is_owed(first):
        return first, second
    is_whole = is_owed(first) or _WHOLE.search(_clause(first)) is not None or _is_of(first)
    if second.quantity.value > first.quantity.value:
        return (second, first) if is_owed(first) else None
    return (second, first) if is_whole else None


def _same_unit(counts: list[Figure]) -> list[Figure]:
    """Keep the counts in the last count's unit: of 3个水源地，监测36次，34次达标 the last two."""
    last = next((figure.quantity.unit for figure in reversed(counts) if figure.quantity.unit), None)
    return [figure for figure in counts if last is not None and figure.quantity.unit in {last, ""}]


def _opposites(first: Figure, second: Figure) -> tuple[Figure, Figure] | None:
    """Return the good and the bad count of 满意340票，不满意60票."""
    one, other = first.quantity.subject, second.quantity.subject
    for good, bad, good_word, bad_word in ((first, second, one, other), (second, first, other, one)):
        if good_word and bad_word[:1] in {"不", "未"} and bad_word[1:] == good_word:
            return good, bad
    return None


def _is_counted_against(part: Figure, whole: Figure, name: str) -> bool:
    """Return whether the part counts what the rate does not: 2件超期 for a rate in time, 成交价 for a saving."""
    words = part.quantity.subject + part.after
    if part.quantity.end == whole.quantity.end:
        return False
    if _SAVING_NAME.search(name):
        return _SAVING_NAME.search(words) is None
    return _NOT.search(words) is not None and _NEGATIVE_NAME.search(name) is None


def _all_of_them(goal: Figure, counts: list[Figure], given: Sequence[Figure], plain: str) -> Figure | None:
    """Return 100% where words say that all were: 抽检64批，全部合格."""
    told = _ALL.search(plain)
    if (
        told is None
        or not goal.quantity.value
        or len(counts) != len(given)
        or len(counts) > 1
        or _ALL_NOT.search(plain[told.start() :])
    ):
        return None
    if _NEGATIVE_NAME.search(goal.before) or re.search(r"未|仍|尚|部分|除|个别", plain):
        return None
    return Figure(
        quantity=Quantity(value=Decimal(100), unit="%", kind=QuantityKind.SHARE, start=told.start(), end=told.end())
    )


def _is_of(figure: Figure) -> bool:
    return re.match(r"[^0-9，,。;；]{0,6}(?:中有?|里|之中)", figure.after) is not None


def _clause(figure: Figure) -> str:
    return figure.quantity.subject + figure.after


def _figure(value: Decimal, sources: Sequence[Figure]) -> Figure:
    """Return the worked-out share, spanning the figures it was worked out from."""
    return Figure(
        quantity=Quantity(
            value=value.quantize(Decimal("0.01")) if value % 1 else value,
            unit="%",
            kind=QuantityKind.SHARE,
            start=min(figure.quantity.start for figure in sources),
            end=max(figure.quantity.end for figure in sources),
        )
    )
