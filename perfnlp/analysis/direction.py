"""Which way of an indicator's value is better.

The head of a Chinese name stands last, so the last word of `lexicons/polarity.tsv`
in the name decides: 投诉 is better when lower, 投诉办结率 when higher. A limit in the
target outranks the name.
"""

import re
from functools import lru_cache

from perfnlp.analysis.numerals import canonical
from perfnlp.analysis.quantities import read_quantities
from perfnlp.analysis.zeros import is_avoidance, without_zeros
from perfnlp.lexicon import Lexicon
from perfnlp.records import Bound, Direction, QuantityKind

_TAIL = re.compile(
    r"(?:[(（][^()（）]*[)）]|[\s:：%]|≥|≤|>|<|=|不?低于|不?高于|不?超过|不少于|以[内上下]|控制在|达到|达|比例|情况|水平|目标)+$"
)
_LONGEST_WORD = 12
_PLAIN_RATE = re.compile(r"[率度]$")
_REDUCTION = re.compile(
    r"(?:下降|降低|减少|压减|压降|压缩|缩减|精简|缩短|节约|节省|减排|削减|下调|降幅)(?!到|至|为)[^0-9，,。;；]{0,8}$"
)
_WORK_ON = re.compile(
    r"^.{0,4}(?:办理|处理|受理|查处|查办|排查|整治|化解|处置|解决|侦破|打击|调处|清理|拆除|治理|消除|整改|接待|减少|降低)"
    r".{0,6}(?:隐患|投诉|案件|纠纷|积案|事件|违法|违规|违章|违建|事故|信访|上访|问题|漏洞|污染|债务|逾期|舆情|水体|积水点|死亡|命案|火灾)[^率度]{0,4}$"
)


def find_direction(name: str, target: str, lexicon: Lexicon) -> Direction:
    """Return which way is better for the indicator `name` with the target text `target`.

    A target of zero, a deadline, a rank or a limit (≤, 以内, 不发生) is better when
    lower; a minimum and a reduction (降低30%) when higher. Else the name's last word
    of the lexicon decides, and a name without such a word is better when higher.
    """
    words = canonical(target)
    quantities = read_quantities(target, lexicon)
    if quantities:
        first = next((quantity for quantity in quantities if quantity.kind is not QuantityKind.DATE), quantities[0])
        if first.kind in {QuantityKind.DATE, QuantityKind.RANK}:
            return Direction.LOWER
        if is_reduction(words[: first.start]):
            return Direction.HIGHER
        if first.bound is Bound.AT_LEAST and first.value > 0:
            return Direction.HIGHER
        if first.bound is Bound.AT_MOST or (first.value == 0 and first.bound is Bound.EXACTLY):
            return Direction.LOWER
    elif is_avoidance(words):
        return Direction.LOWER
    return _direction_of_name(canonical(name), lexicon)


def is_reduction(words: str) -> bool:
    """Return whether canonical `words`, standing before a figure, make it an amount of reduction."""
    return _REDUCTION.search(words) is not None


def _direction_of_name(name: str, lexicon: Lexicon) -> Direction:
    limit = re.search(r"(?:不高于|不超过|低于|控制在|少于|≤|<)[^0-9]*$", name)
    if limit is not None and "不低于" not in name and "不少于" not in name:
        return Direction.LOWER
    name = without_zeros(name)
    head = re.sub(r"[“”\"‘’《》\s]", "", _TAIL.sub("", name))
    if is_reduction(head) or _WORK_ON.search(head):
        return Direction.HIGHER
    found = _last_word(head, lexicon)
    if found is None:
        return Direction.HIGHER
    end, way = found
    if _PLAIN_RATE.search(head) and end < len(head) - 1:
        return Direction.HIGHER
    return way


@lru_cache(maxsize=4)
def _last_characters(lexicon: Lexicon) -> frozenset[str]:
    return frozenset(word[-1] for word in lexicon.directions)


def _last_word(head: str, lexicon: Lexicon) -> tuple[int, Direction] | None:
    """Return the end and the way of the word that ends last in `head`, the longest of those that end together."""
    last = _last_characters(lexicon)
    for end in range(len(head), 0, -1):
        if head[end - 1] not in last:
            continue
        for start in range(max(0, end - _LONGEST_WORD), end):
            way = lexicon.directions.get(head[start:end])
            if way is not None:
                return end, way
    return None
