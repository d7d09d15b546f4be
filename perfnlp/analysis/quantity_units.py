"""Which units can be compared with one another, and by what factor.

Units of one base were made equal by `lexicons/units.tsv`. Here stand the bases that
measure the same dimension (平方米 and 亩 convert, 人 and 人次 are counted alike but
are not the same) and the periods of frequencies and prices.
"""

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

PERIODS_A_YEAR = {
    word: Decimal(times)
    for words, times in (
        ("年 年度", 1),
        ("半年 学期", 2),
        ("季 季度", 4),
        ("月", 12),
        ("周 星期", 52),
        ("日 天", 365),
        ("工作日", 250),
    )
    for word in words.split()
}
"""How often a period fits into a year."""

_AREAS = {"亩": Decimal(1), "公顷": Decimal(15), "平方公里": Decimal(1500)}
"""How many 亩 the areas of standards (吨/公顷) are."""

_DOCUMENTS = frozenset({"篇", "份", "册", "本", "部", "条", "期"})
_EQUIPMENT = frozenset({"台", "套", "台套", "辆", "部", "件"})
_EVENTS = frozenset({"次", "场", "期", "批", "回", "轮", "趟", "届", "堂", "节", "车次", "班次", "遍", "次/年"})
_PERSONS = frozenset({"人", "对"})
_MONEY = frozenset({"元", "美元", "港元", "欧元", "日元"})
_SCALES = frozenset({
    "%", "百分点", "平方米", "亩", "方", "立方米", "升", "公里", "吨", "毫克", "千瓦时", "千瓦", "分贝", "摄氏度",
    "倍", "GB", "兆", "比特", "秒", "天", "工作日", "月", "课时", "岁", "分",
})  # fmt: skip
_GENERIC = frozenset({"个", "项", "件", "处", "家", "户", "所", "例"})
_SAME_DIMENSION = {
    ("平方米", "亩"): Decimal("0.0015"),
    ("方", "平方米"): Decimal(1),
    ("方", "立方米"): Decimal(1),
    ("方", "亩"): Decimal("0.0015"),
    ("百分点", "%"): Decimal(1),
    ("秒", "天"): Decimal(1) / Decimal(86400),
    ("工作日", "天"): Decimal(1),
    ("天", "月"): Decimal(1) / Decimal(30),
    ("名", "人"): Decimal(1),
    ("千瓦时", "摄氏度"): Decimal(1),
}
_EXACT = frozenset(
    {
        ("平方米", "亩"),
        ("方", "平方米"),
        ("方", "立方米"),
        ("方", "亩"),
        ("百分点", "%"),
        ("名", "人"),
        ("千瓦时", "摄氏度"),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitMatch:
    """How an actual value's unit stands to its target's.

    Attributes:
        actual_factor, target_factor: multiply both values to count in one unit.
        is_same: False where both count alike but not the same (人 and 人次).
    """

    actual_factor: Decimal = Decimal(1)
    target_factor: Decimal = Decimal(1)
    is_same: bool = True


def is_money(unit: str) -> bool:
    """Return whether `unit` is a currency, with or without a price's 每 part."""
    return unit.partition("/")[0] in _MONEY


def is_event(unit: str) -> bool:
    """Return whether `unit` counts occasions (次, 场, 期)."""
    return unit in _EVENTS


def is_scale(unit: str) -> bool:
    """Return whether `unit` measures (%, 平方米, 天, 分) instead of counting things."""
    return unit.partition("/")[0] in _SCALES


@lru_cache(maxsize=4096)
def match_units(target: str, actual: str) -> UnitMatch | None:
    """Return how two normalized units compare, None if they measure different things.

    A unit that is not stated ("") fits every other.
    """
    if target == actual or not target or not actual:
        return UnitMatch()
    target_base, _, target_per = target.partition("/")
    actual_base, _, actual_per = actual.partition("/")
    bases = _match_bases(target_base, actual_base)
    if bases is None:
        return None
    return _match_periods(bases, target_per, actual_per, is_rate=not is_money(target_base))


def _match_bases(target: str, actual: str) -> UnitMatch | None:
    if target == actual:
        return UnitMatch()
    if (actual, target) in _SAME_DIMENSION:
        pair = (actual, target)
        return UnitMatch(actual_factor=_SAME_DIMENSION[pair], is_same=pair in _EXACT)
    if (target, actual) in _SAME_DIMENSION:
        pair = (target, actual)
        return UnitMatch(target_factor=_SAME_DIMENSION[pair], is_same=pair in _EXACT)
    if any(unit in _MONEY or unit in _SCALES for unit in (target, actual)):
        return None
    groups = (_EVENTS, _PERSONS, _GENERIC, _DOCUMENTS, _EQUIPMENT)
    is_same = any(target in group and actual in group for group in groups) or (
        bool({target, actual} & {"个", "项", "件", "例"}) and not {target, actual} & {"人次", "户次"}
    )
    return UnitMatch(is_same=is_same)


def _match_periods(bases: UnitMatch, target: str, actual: str, *, is_rate: bool) -> UnitMatch:
    if target == actual:
        return bases
    if target in _AREAS and actual in _AREAS:
        return UnitMatch(
            actual_factor=bases.actual_factor * _AREAS[target] / _AREAS[actual],
            target_factor=bases.target_factor,
            is_same=bases.is_same,
        )
    if is_rate and not {target, actual} <= PERIODS_A_YEAR.keys():
        return bases
    periods = PERIODS_A_YEAR.get(target), PERIODS_A_YEAR.get(actual)
    if periods[0] is not None and periods[1] is not None:
        return UnitMatch(
            actual_factor=bases.actual_factor * periods[1],
            target_factor=bases.target_factor * periods[0],
            is_same=bases.is_same,
        )
    return UnitMatch(
        actual_factor=bases.actual_factor,
        target_factor=bases.target_factor,
        is_same=bases.is_same and not (target and actual),
    )
