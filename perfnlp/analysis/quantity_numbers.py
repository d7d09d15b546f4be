"""Find numbers with their units in canonical text, and leave number words and names alone.

Signs before a number, periods behind it and its subject are added by `quantities.py`.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from perfnlp.analysis.dates import DateSpan
from perfnlp.analysis.numerals import CHINESE, DIGITS, FRACTION, parse_fraction, parse_number
from perfnlp.analysis.quantity_guards import masked_spans
from perfnlp.lexicon import Lexicon
from perfnlp.records import Bound, QuantityKind

SEPARATORS = "，,。;；、:：()（）\\s?？!！"
"""Characters of a regular expression's class that end a clause or an item."""

_RANK = re.compile(
    rf"前(?P<share>[0-9]+(?:\.[0-9]+)?)%|前(?P<top>{DIGITS}|{CHINESE})(?:名次?|位|强|列)|第(?P<place>{DIGITS}|{CHINESE})(?:名次?|位次?)"
    rf"|^第(?P<only>{DIGITS}|{CHINESE})$|(?<=[居列排名]|[国省市区县州])第(?P<first>{DIGITS}|{CHINESE})(?=[{SEPARATORS}]|$)"
    rf"|(?:进入|位居|跻身|排名|保持|[国省市区县])[^{SEPARATORS}0-9]{{0,6}}?(?P<among>前)(?P<leading>{DIGITS}|{CHINESE})(?=[{SEPARATORS}]|$)"
)
_HALF = re.compile(r"双过半|(?:超|过)半数?(?!年|百|天|小时|个)|一半(?:以上)?|半数(?:以上)?|百分百")
_TENTHS = re.compile(r"(?P<tens>[一二三四五六七八九1-9])成(?P<ones>[一二三四五六七八九半1-9])(?![0-9万千百个家户人])")
_CLOCK = re.compile(
    rf"(?P<hours>{DIGITS})(?:个?小时|时)(?P<minutes>[0-5]?[0-9])分钟?|(?P<whole_minutes>{DIGITS})分钟?(?P<seconds>[0-5]?[0-9])秒"
)
_APPROXIMATE = r"[余多几来+]"
_NOT_AFTER_UNIT = {
    "人": "均才工", "方": "面案式", "部": "门署分委", "次": "性产供", "处": "置理罚", "条": "例", "台": "账风",
    "场": "所地", "日": "常", "节": "能约水", "成": "立功果效员为本熟绩型长都人年交就品套份因才灾林活片龙分",
    "年": "级", "分": "之类别管布", "口": "径岸", "天": "然", "组": "织", "期": "间末初", "里": "程", "度": "假",
    "个": "性人信", "平": "台均安时", "级": "别", "家": "庭长", "件": "均", "村": "民", "批": "准复", "名": "录单称",
    "面": "积", "段": "落", "道": "德", "元": "素旦", "票": "据房价务证", "倍": "感",
}  # fmt: skip
"""Measure word -> characters that make another word of it: 人 -> 人均, 人才; 处 -> 处置."""

_ONLY_FIGURES = re.compile(r"(?:[0-9.]{1,12}%?[，、；;]\s?){1,9}[0-9.]{1,12}%?")

_CHINESE_UNITS = frozenset({
    "次", "场", "场次", "期", "批", "轮", "起", "篇", "个", "家", "所", "处", "座", "项", "件", "名", "人", "人次",
    "户", "套", "台", "辆", "份", "条", "间", "张", "部", "本", "册", "成", "公里", "元", "亩", "平方米", "吨",
    "课时", "小时", "个百分点", "百分点", "个月", "天", "个工作日", "工作日",
})  # fmt: skip
"""Measure words before which a Chinese numeral is a figure; 分, 方, 年 stand in too many words."""

_SHORT = 15  # a text this short is all figure: 各一个, 一次
_ONE_IS_COUNTED = re.compile(r"(?:每[^，。]{1,4}|各|少于|低于|于|[≥≤])\s*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number with its unit before signs and neighbours are looked at."""

    start: int
    end: int
    value: Decimal
    upper: Decimal | None = None
    scale: Decimal = Decimal(1)
    unit: str = ""
    kind: QuantityKind = QuantityKind.COUNT
    bound: Bound | None = None


def read_numbers(plain: str, dates: Iterable[DateSpan], lexicon: Lexicon) -> tuple[Number, ...]:
    """Return the numbers of canonical `plain` in order, without overlaps and without those of `dates`."""
    return _without_overlaps(_find_numbers(plain, [(span.start, span.end) for span in dates], lexicon))


def _find_numbers(plain: str, dates: list[tuple[int, int]], lexicon: Lexicon) -> Iterator[Number]:
    yield from (number for number in _read_ranks(plain) if not _overlaps(number, dates))
    for match in _HALF.finditer(plain) if "半" in plain or "百分百" in plain else ():
        value = Decimal(100) if match[0] == "百分百" else Decimal(50)
        bound = None if match[0] == "百分百" else Bound.AT_LEAST
        yield Number(start=match.start(), end=match.end(), value=value, unit="%", kind=QuantityKind.SHARE, bound=bound)
    yield from _read_tenths(plain)
    yield from _read_clock(plain)
    read = (_read_number(plain, match, lexicon) for match in _figure_pattern(lexicon).finditer(plain))
    numbers = [number for number in read if number is not None]
    if numbers:
        masks = [*masked_spans(plain), *dates]
        yield from (number for number in numbers if not _overlaps(number, masks))


def _read_tenths(plain: str) -> Iterator[Number]:
    """Read 九成八 as 98%."""
    if "成" not in plain:
        return
    for match in _TENTHS.finditer(plain):
        tens, ones = parse_number(match["tens"]), parse_number(match["ones"].replace("半", "五"))
        if tens is not None and ones is not None:
            share = 10 * tens + ones
            yield Number(start=match.start(), end=match.end(), value=share, unit="%", kind=QuantityKind.SHARE)


def _read_clock(plain: str) -> Iterator[Number]:
    """Read 9分30秒 and 1小时20分 in seconds."""
    if "分" not in plain and "时" not in plain:
        return
    for match in _CLOCK.finditer(plain):
        if match["hours"]:
            value = Decimal(match["hours"].replace(",", "")) * 3600 + Decimal(match["minutes"]) * 60
        else:
            value = Decimal(match["whole_minutes"].replace(",", "")) * 60 + Decimal(match["seconds"])
        yield Number(start=match.start(), end=match.end(), value=value, scale=Decimal(60), unit="秒")


def _read_ranks(plain: str) -> Iterator[Number]:
    if "前" not in plain and "第" not in plain:
        return
    for match in _RANK.finditer(plain):
        top = match["top"] or match["leading"] or match["share"]
        value = parse_number(top or match["place"] or match["only"] or match["first"])
        if value is not None:
            start = match.start("among") if match["among"] else match.start()
            bound = Bound.AT_MOST if top else None
            yield Number(
                start=start,
                end=match.end(),
                value=value,
                unit="%" if match["share"] else "名",
                kind=QuantityKind.RANK,
                bound=bound,
            )


@lru_cache(maxsize=4)
def _figure_pattern(lexicon: Lexicon) -> re.Pattern[str]:
    words = sorted(lexicon.units, key=len, reverse=True)
    unit = "|".join(
        re.escape(word) + (f"(?![{_NOT_AFTER_UNIT[word]}])" if word in _NOT_AFTER_UNIT else "")
        + ("(?![A-Za-z])" if word[-1].isascii() and word[-1].isalpha() else "")
        for word in words
    )  # fmt: skip
    multiplier = r"万亿|百万|千万|亿|万(?!一)|千(?=元|余|多|户|人|名)|百(?=余|多)"
    tail = rf"{_APPROXIMATE}?\s?(?:{multiplier})?{_APPROXIMATE}?\s?(?:{unit})?"
    return re.compile(
        rf"(?<![0-9.])(?:(?P<low>{DIGITS})(?P<low_tail>{tail})\s?[-~至到]\s?)?"
        rf"(?:{FRACTION}|(?P<digits>{DIGITS})|(?P<chinese>{CHINESE}))"
        rf"(?P<more>{_APPROXIMATE})?\s?(?P<multiplier>{multiplier})?(?P<more_2>{_APPROXIMATE})?\s?(?P<unit>{unit})?"
    )


def _read_number(plain: str, match: re.Match[str], lexicon: Lexicon) -> Number | None:
    value = _value(match)
    end = _end(match)
    if value is None:
        return None
    if match["share"]:
        return Number(start=match.start(), end=end, value=value, unit="%", kind=QuantityKind.SHARE)
    scale, unit = _unit(match["multiplier"], match["unit"], lexicon)
    if not _is_figure(plain, match, value, unit, end):
        return None
    bound = Bound.AT_LEAST if match["more"] or match["more_2"] else None
    number = Number(
        start=match.start(), end=end, value=value * scale, scale=scale, unit=unit, bound=bound, kind=_kind(unit)
    )
    low = parse_number(match["low"]) if match["low"] else None
    if low is None:
        return number
    if plain[: match.start()].endswith(("-", "/")):
        return None
    ends = sorted((low * _low_scale(match, scale, lexicon), number.value))
    return replace(number, value=ends[0], upper=ends[1], bound=Bound.RANGE)


def _value(match: re.Match[str]) -> Decimal | None:
    if match["share"]:
        return parse_fraction(match["whole"], match["share"])
    return parse_number(match["digits"] or match["chinese"])


def _end(match: re.Match[str]) -> int:
    return match.start() + len(match[0].rstrip())


def _unit(multiplier: str | None, unit: str | None, lexicon: Lexicon) -> tuple[Decimal, str]:
    rule = lexicon.units.get(unit or "")
    scale = {"百": Decimal(100), "千": Decimal(1000)}.get(multiplier or "", Decimal(1))
    if multiplier is not None and multiplier in lexicon.units:
        scale = lexicon.units[multiplier].factor
    return (scale * rule.factor, rule.base) if rule else (scale, "")


def _low_scale(match: re.Match[str], scale: Decimal, lexicon: Lexicon) -> Decimal:
    tail = match["low_tail"].strip(" 余多几来+")
    if not tail:
        return scale
    multiplier = next((word for word in ("万亿", "百万", "千万", "亿", "万") if tail.startswith(word)), None)
    return _unit(multiplier, tail[len(multiplier or "") :], lexicon)[0]


def _kind(unit: str) -> QuantityKind:
    return QuantityKind.SHARE if unit in {"%", "百分点"} else QuantityKind.COUNT


def _is_figure(plain: str, match: re.Match[str], value: Decimal, unit: str, end: int) -> bool:
    """Tell numbers that count something from number words and from digits in names."""
    if match["chinese"]:
        return match["unit"] in _CHINESE_UNITS and (value != 1 or _is_counted_one(plain, match.start()))
    return bool(unit or match["multiplier"] or match["low"]) or _is_bare_figure(plain, match, end)


def _is_counted_one(plain: str, start: int) -> bool:
    """Tell the count of one (各一个, 每月一次) from the article (建立了一个平台)."""
    return len(plain.strip()) <= _SHORT or _ONE_IS_COUNTED.search(plain[:start]) is not None


def _is_bare_figure(plain: str, match: re.Match[str], end: int) -> bool:
    """Accept a number without a unit where it is the whole text, has a sign or ends a clause."""
    before, after = plain[: match.start()], plain[end : end + 6]
    if not before.strip("-=≥≤<> ") and not plain[end:].strip("。.;；,， )）"):
        return True
    if before and _ONLY_FIGURES.fullmatch(plain):
        return True
    if re.match(r"/[0-9]+万", after):  # 16/10万, of a hundred thousand
        return True
    if after and not re.match(rf"[{SEPARATORS}以及]", after):
        return False
    is_year = re.fullmatch(r"(?:19|20)[0-9]{2}", match["digits"]) is not None
    is_told = re.search(r"[\u4e00-\u9fff]\s?-?$", before) is not None and not before.endswith(("第", "号"))
    return re.search(r"[≥≤<>=]\s*-?$", before) is not None or (is_told and not is_year)


def _overlaps(number: Number, spans: Iterable[tuple[int, int]]) -> bool:
    return any(number.start < end and start < number.end for start, end in spans)


def _without_overlaps(numbers: Iterable[Number]) -> tuple[Number, ...]:
    """Keep the first reading of every character: ranks and halves come before plain numbers."""
    kept: list[Number] = []
    for number in numbers:
        if not _overlaps(number, ((other.start, other.end) for other in kept)):
            kept.append(number)
    return tuple(sorted(kept, key=lambda number: number.start))
