"""Dates as deadlines and results: 12月底前, 2023年10月, 6月30日, 年底前, 第三季度.

A date counts as the last day it names. Years, months and quarters that only say when
something was measured (1-11月, 2023年度, 截至9月底) are found too, but carry no
quantity: their digits are no figures.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from perfnlp.records import Bound, Quantity, QuantityKind

YEARLESS = 2000
"""The year of dates that name none: a leap year, so that every day exists."""

_NEXT = frozenset({"次年", "翌年", "明年", "来年", "第二年"})
_YEAR = r"(?:19|20)[0-9]{2}|[一二][零〇一二三四五六七八九]{3}"
_MONTH = r"1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九]"
_DAY = r"3[01]|[12][0-9]|0?[1-9]"
_QUARTER = r"[一二三四1-4]"
_PERIOD = re.compile(
    rf"(?:(?:{_YEAR})年)?(?:{_MONTH})月?份?[-~至到](?:(?:{_YEAR})年)?(?:{_MONTH})月份?(?![0-9])"
    rf"|(?:{_YEAR})年?[-~至到](?:{_YEAR})(?:学年|年)"
    rf"|截[至止](?:目前)?(?:[到至])?(?:去年|今年)?(?:(?:{_YEAR})年)?(?:{_MONTH})月(?:份|底|末|中旬|(?:{_DAY})[日号])?"
    r"|前[一二三123]个?季度|[第]?[一二三四1-4][、和及至到-][一二三四1-4]季度|(?<![第0-9])[一二三四]{2}季度"
)
_DATE = re.compile(
    rf"(?<![0-9.])(?P<iso_year>(?:19|20)[0-9]{{2}})[-/.](?P<iso_month>1[0-2]|0?[1-9])"
    rf"(?:[-/.](?P<iso_day>{_DAY})(?![0-9.])|(?<![.][0-9])(?<![.][0-9][0-9])(?![-/0-9.,%]))"
    rf"|(?<![0-9])(?:(?P<year>{_YEAR})年|(?P<relative>当年|本年度?|今年|全年|去年|次年|翌年|明年|来年|第二年))?(?:"
    rf"(?<![0-9.个])(?P<month>{_MONTH})月份?(?:(?P<day>{_DAY})[日号]|(?P<part>底|末|初|上旬|中旬|下旬))?(?!度)"
    rf"|第?(?P<quarter>{_QUARTER})季度(?:末|底)?|(?P<half>[上下])半年|年?(?P<year_end>年?[底末终]|年内)(?=[前以之完内]|$))"
    rf"|(?<![0-9])(?P<bare_year>{_YEAR})年度?|年(?P<bare_end>[底末])(?=前|之前|以前|完)|(?P<in_year>年内)"
)
_DATED = re.compile(r"[年月季底末终]|[0-9][-/.][0-9]")
"""What every date and period has some of."""
_BEFORE = re.compile(r"\s*(?:之前|以前|前|以内|之内|内)(?!期|三|两|一|[0-9])")
_RESULT = re.compile(
    r"[,，:：]?(?:已|均|全部|全面|如期|按期|提前|正式|前?期)?(?:已|全部)?(?:完成|完工|竣工|建成|开工|投入|投用|到位|发放|验收|交付|通过|上线|支付|拨付|通[车水气电航]|运[行营]|启用|开[学业馆园放通班]|供[暖热]|移交|交工|公[开示布]|印发|下[达发]|报送|上报|到校|揭牌|并网|封顶|栽植|播种)"
)
_APPOINTED = re.compile(r"(?:于|在|定于|不晚于|不迟于|截止时间|时间[:：为]?|期限[:：为]?|限期)\s*$")
_LATEST = re.compile(r"(?:不晚于|不迟于|最迟)$")
_PLANNED = re.compile(r"(?:预计|计划|拟|将于|预定|力争|争取|预期)\s*(?:于|在)?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class DateSpan:
    """A date's characters; `quantity` is None where the date is no deadline and no result."""

    start: int
    end: int
    quantity: Quantity | None


def read_dates(text: str) -> tuple[DateSpan, ...]:
    """Return the dates of canonical `text` in order, without overlaps."""
    if not _DATED.search(text):
        return ()
    periods = [DateSpan(start=m.start(), end=m.end(), quantity=None) for m in _PERIOD.finditer(text)]
    dates = [
        _read_date(text, match)
        for match in _DATE.finditer(text)
        if not any(match.start() < period.end and period.start < match.end() for period in periods)
    ]
    return tuple(sorted(periods + dates, key=lambda span: span.start))


def has_year(quantity: Quantity) -> bool:
    """Return whether a date quantity named its year."""
    return date.fromordinal(int(quantity.value)).year not in {YEARLESS, YEARLESS + 1}


def is_next_year(quantity: Quantity) -> bool:
    """Return whether a date quantity lies in the year after that of the target (次年6月)."""
    return date.fromordinal(int(quantity.value)).year == YEARLESS + 1


def is_inside_year(goal: Quantity, told: Quantity) -> bool:
    """Return whether `told` is no more than the year that the deadline `goal` falls into: 2024年 for 2024年8月底前."""
    day, last = (date.fromordinal(int(quantity.value)) for quantity in (goal, told))
    is_bare = has_year(told) and told.end - told.start <= len("2024年度") and (last.month, last.day) == (12, 31)
    return is_bare and day.year == last.year and day < last


def days_of_year(quantity: Quantity) -> Decimal:
    """Return the day of the date inside the year of dates without one, for comparing with such a date."""
    named = date.fromordinal(int(quantity.value))
    last = monthrange(YEARLESS, named.month)[1]
    is_month_end = named.day == monthrange(named.year, named.month)[1]
    return Decimal(date(YEARLESS, named.month, last if is_month_end else named.day).toordinal())


def _read_date(text: str, match: re.Match[str]) -> DateSpan:
    before, after = text[: match.start()], text[match.end() :]
    limit = _BEFORE.match(after)
    end = match.end() + (limit.end() if limit else 0)
    day = _last_day(match)
    if day is None or not _is_result(match, before, after, is_limit=limit is not None):
        return DateSpan(start=match.start(), end=match.end(), quantity=None)
    is_latest = limit is not None or _LATEST.search(before) is not None
    quantity = Quantity(
        value=Decimal(day.toordinal()),
        bound=Bound.AT_MOST if is_latest else Bound.EXACTLY,
        kind=QuantityKind.DATE,
        start=match.start(),
        end=end,
    )
    return DateSpan(start=match.start(), end=end, quantity=quantity)


def _is_result(match: re.Match[str], before: str, after: str, *, is_limit: bool) -> bool:
    if _PLANNED.search(before) and not is_limit:
        return False
    if not before.strip() and not after.strip(" 。;；,，"):
        return True
    if match["bare_year"]:
        return is_limit or (
            match.start() == 0
            and re.fullmatch(r"(?:已|全部|如期|按期)*(?:完成|完工|竣工|建成|验收)。?", after) is not None
        )
    return is_limit or _APPOINTED.search(before) is not None or _RESULT.match(after) is not None


def _last_day(match: re.Match[str]) -> date | None:
    year = _year(match["year"] or match["iso_year"] or match["bare_year"])
    year += match["relative"] in _NEXT
    month = _last_month(match)
    if month is None:
        return None
    last = monthrange(year, month)[1]
    printed = match["day"] or match["iso_day"]
    if printed:
        return date(year, month, int(printed)) if int(printed) <= last else None
    return date(year, month, {"初": 10, "上旬": 10, "中旬": 20}.get(match["part"] or "", last))


def _last_month(match: re.Match[str]) -> int | None:
    if match["quarter"]:
        return 3 * ("一二三四".find(match["quarter"]) + 1 or int(match["quarter"]))
    if match["half"]:
        return 6 if match["half"] == "上" else 12
    printed = match["month"] or match["iso_month"]
    if not printed:
        return 12
    return int(printed) if printed[0] in "0123456789" else _chinese_month(printed)


def _chinese_month(printed: str) -> int:
    if printed[0] == "十":
        return 10 + "一二".find(printed[1:]) + 1 if printed[1:] else 10
    return "一二三四五六七八九".index(printed) + 1


def _year(printed: str | None) -> int:
    if not printed:
        return YEARLESS
    digits = printed.translate(str.maketrans("零〇一二三四五六七八九", "00123456789"))
    return int(digits) if 1900 <= int(digits) < 2200 and int(digits) != YEARLESS else YEARLESS  # noqa: PLR2004
