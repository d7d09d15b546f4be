"""Signs around a number: which side of it counts as reaching it.

≥ 不低于 至少 达到 以上 say at least; ≤ 不超过 控制在 以内 at most; 约 近 左右 about.
"""

import re
from dataclasses import dataclass

from perfnlp.records import Bound

_WORDS = {
    Bound.AT_LEAST: "≥ >= => > 大于或等于 大于等于 不低于 不少于 不小于 不得低于 不得少于 不应低于 "
    "至少 最少 达到 超过 超出 突破 高于 大于 多于 "
    "提高到 提升到 提升至 提高至",
    Bound.AT_MOST: "≤ <= =< < 小于或等于 小于等于 不超过 不高于 不大于 不多于 不得超过 不得高于 不突破 未超过 未突破 "
    "低于 少于 小于 最多 至多 控制在 控制到 控制 不足 不到 未达到 未达 未满 "
    "降低到 下降到 降至 降低至 下降至 降到 压缩至 压缩到 缩短至 缩短到 缩减至 减至 减少到 减少至 压降至 压减到 "
    "压减至 下降为 降为",
    Bound.EXACTLY: "= 等于",
    Bound.ABOUT: "约 大约 约为 近 将近 接近 约达",
}  # fmt: skip
_BOUNDS = {word: bound for bound, words in _WORDS.items() for word in words.split()}
_LONGEST_FIRST = "|".join(re.escape(word) for word in sorted(_BOUNDS, key=len, reverse=True))
_BEFORE = re.compile(
    rf"(?P<outer>{_LONGEST_FIRST})?(?:为|在|到|至)?\s*(?<!最)(?P<sign>{_LONGEST_FIRST})\s*(?:共|为|是)?\s*-?$"
)
_LAST = re.compile(rf"[{re.escape(''.join(sorted({word[-1] for word in _BOUNDS})))}]\s*[共为是]?\s*-?$")
"""How every sign before a number ends, and the word behind it."""
_DISTANT = re.compile(
    r"(?P<sign>不低于|不少于|不小于|不超过|不高于|不得低于|不得超过)[^0-9，,。;；、:：()（）%≥≤]{1,8}$"
)
_AFTER = re.compile(
    r"\s?(?:(?P<least>(?:及|或|\(含\)|（含）)?以上|起步)|(?P<most>(?:及|或|\(含\)|（含）)?以下|以内|之内|内(?![部容涝外环蒙]))"
    r"|(?P<about>左右|上下)|(?P<more>余|之多))"
)
_NO_SIGN = re.compile(r"(?:最近|附近|临近|邻近|靠近|新近|节约|合约|预约|签约|违约|履约|公约|简约)$")

UNSTATED = re.compile(
    r"(?:目前|现|实际|预计|累计|共计|合计|总计|共|已经|已|均|全部|分别|实现|完成|达到|达|为|是|有|占|仅|只|约|了|至|到|在|的|值)*$"
)
"""Words at the end of a subject that say nothing of what is counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """The bound of a number and the characters with its signs."""

    bound: Bound
    start: int
    end: int


def read_bound(plain: str, start: int, end: int, floor: int, own: Bound | None) -> Signed:
    """Return the bound of the number `plain[start:end]`, looking back no further than `floor`.

    A word behind the number (以上, 以内, 左右) outranks the sign before it, and both
    outrank `own`, the bound that the number itself suggests (30余, 前75名).
    """
    before = plain[max(floor, start - 24) : start]
    sign = _BEFORE.search(before) if _LAST.search(before) else None
    if sign is None and "不" in before:
        sign = _DISTANT.search(before)
    bound = own or Bound.EXACTLY
    first = start
    if sign is not None and not _NO_SIGN.search(before.rstrip()):
        word = sign["sign"]
        outer = sign.groupdict().get("outer")
        bound = _BOUNDS[outer] if outer and _BOUNDS[word] in {Bound.ABOUT, Bound.EXACTLY} else _BOUNDS[word]
        first = start - len(before) + sign.start("outer" if outer else "sign")
    behind = _AFTER.match(plain, end)
    if behind is None:
        return Signed(bound=bound, start=first, end=end)
    if behind["about"]:
        bound = bound if bound is Bound.AT_MOST else Bound.ABOUT
    else:
        bound = Bound.AT_MOST if behind["most"] else Bound.AT_LEAST
    return Signed(bound=bound, start=first, end=behind.end())
