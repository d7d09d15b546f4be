"""Periods and prices around a number: 每周1次, 1次/日 are frequencies, 260元/辆, 每人每月100元 are prices."""

import re
from dataclasses import dataclass
from decimal import Decimal

from perfnlp.analysis.numerals import parse_number
from perfnlp.analysis.quantity_numbers import SEPARATORS
from perfnlp.analysis.quantity_units import PERIODS_A_YEAR, is_event, is_money, is_scale
from perfnlp.records import QuantityKind

_WORDS = (
    "人次|人|户|亩|辆|名|个|次|平方米|立方米|公里|公顷|吨|套|台|头|天|年度?|月|日|周|季度?|学期|半年|株|生|家|村|座|处|件|米|床|"
    "课时|小时|㎡|m2|m3|km"
)
_BEHIND = re.compile(rf"\s?/\s?(?P<first>{_WORDS})(?:[/·.](?P<second>{_WORDS}))?")
_BEFORE = re.compile(
    rf"每(?P<n>[两二三四五六七八九十]|[2-9]|10|15|20|30)?个?(?P<first>{_WORDS}|工作日|星期)(?:每(?P<second>年|月|日|天|次|季))?[^{SEPARATORS}0-9每]{{0,12}}$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """What a period around a number makes of it.

    Attributes:
        unit: the unit with its period or thing ("次/年", "元/月", "元/辆").
        kind: FREQUENCY for 每周1次, else as before.
        factor: multiplies the value: 每周1次 is 52 times a year.
        end: end of the number with a period behind it.
    """

    unit: str
    kind: QuantityKind
    factor: Decimal = Decimal(1)
    end: int


def read_period(plain: str, start: int, end: int, floor: int, unit: str) -> Period:
    """Return the period of the count `plain[start:end]` in `unit`, looking back no further than `floor`."""
    unchanged = Period(unit=unit, kind=QuantityKind.COUNT, end=end)
    behind = _BEHIND.match(plain, end)
    match = behind or _BEFORE.search(plain[max(floor, start - 24) : start])
    if match is None or not unit:
        return unchanged
    end = behind.end() if behind else end
    words = [word for word in (match["first"], match["second"]) if word]
    named = next((word for word in words if word in PERIODS_A_YEAR), None)
    if named is None or is_money(unit) or is_scale(unit):
        if not is_money(unit) and behind is None:
            return unchanged
        return Period(unit=f"{unit}/{(named or words[0]).removesuffix('度')}", kind=QuantityKind.COUNT, end=end)
    every = parse_number(match["n"]) if behind is None and match["n"] else None
    base = "次" if is_event(unit) else unit
    factor = PERIODS_A_YEAR[named] / (every or Decimal(1))
    return Period(unit=f"{base}/年", kind=QuantityKind.FREQUENCY, factor=factor, end=end)
