"""Read the figures of a text: value, unit, bound, kind and subject, with their characters.

What a figure is good for is `comparison.py`'s question. Spans slice the printed text,
sign and unit included. Values are exact decimals in the normalized unit of
`lexicons/units.tsv`: 2.83万平方米 is 28300 平方米.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from perfnlp.analysis.dates import read_dates
from perfnlp.analysis.numerals import CHINESE, DIGITS, FRACTION, canonical, parse_fraction, parse_number
from perfnlp.analysis.quantity_guards import masked_spans
from perfnlp.analysis.quantity_signs import UNSTATED, read_bound
from perfnlp.analysis.quantity_units import PERIODS_A_YEAR, is_event, is_money, is_scale
from perfnlp.lexicon import Lexicon
from perfnlp.records import Bound, Quantity, QuantityKind

_SEPARATORS = "，,。;；、:：()（）\\s?？!！"
_RANK = re.compile(
    rf"前(?P<share>[0-9]+(?:\.[0-9]+)?)%|前(?P<top>{DIGITS}|{CHINESE})(?:名次?|位|强|列)|第(?P<place>{DIGITS}|{CHINESE})(?:名次?|位次?)"
    rf"|(?<=[居列排名]|[国省市区县州])第(?P<first>{DIGITS}|{CHINESE})(?=[{_SEPARATORS}]|$)"
    rf"|(?:进入|位居|跻身|排名|保持)[^{_SEPARATORS}0-9]{{0,6}}?(?P<among>前)(?P<leading>{DIGITS}|{CHINESE})(?=[{_SEPARATORS}]|$)"
)
_HALF = re.compile(r"双过半|(?:超|过)半数?(?!年|百|天|小时|个)|一半(?:以上)?|半数(?:以上)?|百分百")
_PER_WORDS = "人次|人|户|亩|辆|名|个|次|平方米|立方米|公里|公顷|吨|套|台|头|天|年度?|月|日|周|季度?|学期|半年|株|生|家|村|座|处|件|米|床|课时|小时|㎡|m2|m3|km"
_PER_AFTER = re.compile(rf"\s?/\s?(?P<first>{_PER_WORDS})(?:[/·.](?P<second>{_PER_WORDS}))?")
_PER_BEFORE = re.compile(rf"每(?P<n>[两二三四2-6])?个?(?P<first>{_PER_WORDS}|工作日|星期)(?:每(?P<second>年|月|日|天|次|季))?[^{_SEPARATORS}0-9每]{{0,12}}$")
_APPROXIMATE = r"[余多几来]"
_NOT_AFTER_UNIT = {
    "人": "均才工", "方": "面案式", "部": "门署分委", "次": "性产供", "处": "置理罚", "条": "例", "台": "账风", "场": "所地",
    "日": "常", "节": "能约水", "成": "立功果效员为本熟绩型长都人年交就品套份因才灾林活片龙分", "年": "级", "分": "之类别管布",
    "口": "径岸", "天": "然", "组": "织", "期": "间末初", "里": "程", "度": "假", "个": "性人信", "平": "台均安时", "级": "别",
    "家": "庭长", "件": "均", "村": "民", "批": "准复", "名": "录单称", "面": "积", "段": "落", "道": "德", "元": "素旦",
}  # fmt: skip
_CHINESE_UNITS = frozenset(
    "次 场 篇 个 家 所 处 座 项 件 名 人 人次 户 套 台 辆 份 条 间 张 部 本 册 成 公里 元 亩 平方米 吨 课时 小时 个百分点 百分点 个月 场次 期 天 起 批 轮 个工作日 工作日".split()
)
_SHORT = 15  # a text this short is all figure: 各一个, 一次


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A quantity and what the comparison must know of its print.

    Attributes:
        quantity: the figure itself.
        scale: value of one printed unit, multiplier included: 10000 for 万元.
        is_negative: printed below zero (-3%).
        before: canonical words before the figure, back to the last full stop or other figure.
        after: canonical words behind it, up to the next separator.
    """

    quantity: Quantity
    scale: Decimal = Decimal(1)
    is_negative: bool = False
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Number:
    """A number with its unit before signs and neighbours are looked at."""

    start: int
    end: int
    value: Decimal
    upper: Decimal | None = None
    scale: Decimal = Decimal(1)
    unit: str = ""
    kind: QuantityKind = QuantityKind.COUNT
    bound: Bound | None = None


def read_quantities(text: str, lexicon: Lexicon) -> tuple[Quantity, ...]:
    """Return every figure of `text` in order; spans never overlap. Any text is allowed."""
    return tuple(figure.quantity for figure in read_figures(text, lexicon))


def read_figures(text: str, lexicon: Lexicon) -> tuple[Figure, ...]:
    """Return every figure of `text` with the print that a comparison needs."""
    plain = canonical(text)
    numbers = _without_overlaps(_read_numbers(plain, lexicon))
    spans = read_dates(plain)
    dates = [Figure(quantity=span.quantity) for span in spans if span.quantity]
    figures: list[Figure] = []
    previous_end = 0
    for number in numbers:
        floor = max((span.quantity.end if span.quantity else span.end for span in spans if span.end <= number.start), default=0)
        figure = _complete(text, plain, number, max(floor, previous_end))
        figures.append(figure)
        previous_end = figure.quantity.end
    return tuple(sorted(figures + dates, key=lambda figure: figure.quantity.start))


def _read_numbers(plain: str, lexicon: Lexicon) -> Iterator[_Number]:
    masks = [*masked_spans(plain), *((span.start, span.end) for span in read_dates(plain))]
    dates = [(span.start, span.end) for span in read_dates(plain)]
    yield from (number for number in _read_ranks(plain) if not _overlaps(number, dates))
    for match in _HALF.finditer(plain):
        value = Decimal(100) if match[0] == "百分百" else Decimal(50)
        bound = None if match[0] == "百分百" else Bound.AT_LEAST
        yield _Number(
            start=match.start(), end=match.end(), value=value, unit="%", kind=QuantityKind.SHARE, bound=bound
        )
    for match in _figure_pattern(tuple(lexicon.units)).finditer(plain):
        number = _read_number(plain, match, lexicon)
        if number is not None and not _overlaps(number, masks):
            yield number


def _read_ranks(plain: str) -> Iterator[_Number]:
    for match in _RANK.finditer(plain):
        top = match["top"] or match["leading"] or match["share"]
        value = parse_number(top or match["place"] or match["first"])
        if value is not None:
            start = match.start("among") if match["among"] else match.start()
            bound = Bound.AT_MOST if top else None
            yield _Number(start=start, end=match.end(), value=value, unit="%" if match["share"] else "名", kind=QuantityKind.RANK, bound=bound)


@lru_cache(maxsize=4)
def _figure_pattern(units: tuple[str, ...]) -> re.Pattern[str]:
    words = sorted(units, key=len, reverse=True)
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


def _read_number(plain: str, match: re.Match[str], lexicon: Lexicon) -> _Number | None:
    value = _value(match)
    end = _end(match)
    if value is None:
        return None
    if match["share"]:
        return _Number(start=match.start(), end=end, value=value, unit="%", kind=QuantityKind.SHARE)
    scale, unit = _unit(match["multiplier"], match["unit"], lexicon)
    if not _is_figure(plain, match, value, unit, end):
        return None
    bound = Bound.AT_LEAST if match["more"] or match["more_2"] else None
    number = _Number(
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
    if multiplier in lexicon.units:
        scale = lexicon.units[multiplier].factor
    return (scale * rule.factor, rule.base) if rule else (scale, "")


def _low_scale(match: re.Match[str], scale: Decimal, lexicon: Lexicon) -> Decimal:
    tail = match["low_tail"].strip(" 余多几来")
    if not tail:
        return scale
    multiplier = next((word for word in ("万亿", "百万", "千万", "亿", "万") if tail.startswith(word)), None)
    return _unit(multiplier, tail[len(multiplier or "") :], lexicon)[0]


def _kind(unit: str) -> QuantityKind:
    return QuantityKind.SHARE if unit in {"%", "百分点"} else QuantityKind.COUNT


def _is_figure(plain: str, match: re.Match[str], value: Decimal, unit: str, end: int) -> bool:
    """Tell numbers that count something from number words and from digits in names."""
    if match["chinese"]:
        if match["unit"] not in _CHINESE_UNITS:
            return False
        is_counted = len(plain.strip()) <= _SHORT or re.search(r"(?:每[^，。]{1,4}|各|少于|低于|于|[≥≤])\s*$", plain[: match.start()])
        return value != 1 or is_counted is not None and is_counted is not False
    if unit or match["multiplier"] or match["low"]:
        return True
    before, after = plain[: match.start()], plain[end : end + 1]
    if not before.strip("-=≥≤<> ") and not plain[end:].strip("。.;；,， )）"):
        return True
    if after and not re.match(rf"[{_SEPARATORS}以及]", after):
        return False
    if re.search(r"[≥≤<>=]\s*-?$", before):
        return True
    is_year = re.fullmatch(r"(?:19|20)[0-9]{2}", match["digits"]) is not None
    return not is_year and re.search(r"[\u4e00-\u9fff]\s?-?$", before) is not None and not before.endswith(("第", "号"))


def _complete(text: str, plain: str, number: _Number, floor: int) -> Figure:
    signed = read_bound(plain, number.start, number.end, floor, number.bound)
    unit, kind, factor, end = _per(plain, number, signed.end, floor)
    start, is_negative = _minus(text, plain, number, signed.start, floor)
    quantity = Quantity(
        value=number.value * factor,
        upper=None if number.upper is None else number.upper * factor,
        unit=unit,
        bound=Bound.RANGE if number.upper is not None else signed.bound,
        kind=kind,
        subject=_subject(text, plain, start, floor),
        start=start,
        end=end,
    )
    stop = max(plain.rfind(mark, floor, start) for mark in "。；;\n") + 1
    before = plain[max(floor, stop) : start]
    after = re.split(rf"[{_SEPARATORS}0-9]", plain[end : end + 40])[0]
    return Figure(quantity=quantity, scale=number.scale * factor, is_negative=is_negative, before=before, after=after)


def _per(plain: str, number: _Number, end: int, floor: int) -> tuple[str, QuantityKind, Decimal, int]:
    """Return unit, kind, factor and end once 每周, /年, /人 around the figure are taken in."""
    unit, kind = number.unit, number.kind
    unchanged = unit, kind, Decimal(1), end
    if kind is not QuantityKind.COUNT or not unit:
        return unchanged
    behind = _PER_AFTER.match(plain, end)
    match = behind or _PER_BEFORE.search(plain[max(floor, number.start - 24) : number.start])
    if match is None:
        return unchanged
    end = behind.end() if behind else end
    words = [word for word in (match["first"], match["second"]) if word]
    period = next((PERIODS_A_YEAR[word] for word in words if word in PERIODS_A_YEAR), None)
    every = parse_number(match["n"]) if behind is None and match["n"] else None
    if period is None or is_money(unit) or is_scale(unit):
        word = next((word for word in words if word in PERIODS_A_YEAR), words[0])
        is_price = is_money(unit) or behind is not None
        return (f"{unit}/{word.removesuffix('度')}" if is_price else unit), kind, Decimal(1), end
    return ("次" if is_event(unit) else unit) + "/年", QuantityKind.FREQUENCY, period / (every or Decimal(1)), end


def _minus(text: str, plain: str, number: _Number, start: int, floor: int) -> tuple[int, bool]:
    sign = number.start - 1
    if sign < floor or number.kind is QuantityKind.RANK:
        return start, False
    is_word = plain[sign] == "负"
    is_dash = text[sign] in "-−－" and (sign == 0 or re.match(r"[\u4e00-\u9fff\s=≥≤<>(（:：,，]", plain[sign - 1]) is not None)
    return (min(start, sign), True) if is_word or is_dash else (start, False)


def _subject(text: str, plain: str, start: int, floor: int) -> str:
    """Return the printed words right before a figure, without separators and without words like 达到."""
    words = text[floor:start]
    cut = max((m.end() for m in re.finditer(rf"[{_SEPARATORS}]", plain[floor:start].rstrip())), default=0)
    subject = words[cut:].strip(" “”‘’\"'-—")
    return UNSTATED.sub("", subject)[-30:]


def _overlaps(number: _Number, spans: Iterable[tuple[int, int]]) -> bool:
    return any(number.start < end and start < number.end for start, end in spans)


def _without_overlaps(numbers: Iterable[_Number]) -> tuple[_Number, ...]:
    """Keep the first reading of every character: ranks and halves come before plain numbers."""
    kept: list[_Number] = []
    for number in numbers:
        if not _overlaps(number, ((other.start, other.end) for other in kept)):
            kept.append(number)
    return tuple(sorted(kept, key=lambda number: number.start))
