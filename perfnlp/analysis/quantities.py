"""Read the figures of a text: value, unit, bound, kind and subject, with their characters.

What a figure is good for is `comparison.py`'s question. Spans slice the printed text,
sign and unit included. Values are exact decimals in the normalized unit of
`lexicons/units.tsv`: 2.83万平方米 is 28300 平方米.
"""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from perfnlp.analysis.dates import read_dates
from perfnlp.analysis.numerals import canonical
from perfnlp.analysis.quantity_numbers import SEPARATORS, Number, read_numbers
from perfnlp.analysis.quantity_periods import Period, read_period
from perfnlp.analysis.quantity_signs import UNSTATED, read_bound
from perfnlp.lexicon import Lexicon
from perfnlp.records import Bound, Quantity, QuantityKind

_NUMERAL = re.compile(r"[0-9零〇一二三四五六七八九十两百半年]")
_MISREAD = re.compile(r"2(?P<share>[1-9][0-9](?:\.[0-9]+)?|100)")
_SHARE_OF_ONE = re.compile(r"满意|合格|达标|覆盖|知晓|及时|完好|办结|准确|接通|就业率|优良|入学率|参保率|普及|接种率")
"""Names of shares that cannot pass 100%."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A quantity and what the comparison must know of its print.

    Attributes:
        quantity: the figure itself.
        scale: value of one printed unit, multiplier included: 10000 for 万元.
        is_negative: printed below zero (-3%).
        is_phrase: a zero told in words (未发生), which fits only what may not happen.
        sign: canonical characters of the quantity before its digits (≥, 未达到).
        tail: canonical characters of the quantity behind its digits and unit (以下, 左右).
        before: canonical words before the figure, back to the last full stop or other figure.
        after: canonical words behind it, up to the next separator.
    """

    quantity: Quantity
    scale: Decimal = Decimal(1)
    is_negative: bool = False
    is_phrase: bool = False
    sign: str = ""
    tail: str = ""
    before: str = ""
    after: str = ""


def read_quantities(text: str, lexicon: Lexicon) -> tuple[Quantity, ...]:
    """Return every figure of `text` in order; spans never overlap. Any text is allowed."""
    return tuple(figure.quantity for figure in read_figures(text, lexicon))


@lru_cache(maxsize=8192)
def read_figures(text: str, lexicon: Lexicon) -> tuple[Figure, ...]:
    """Return every figure of `text` with the print that a comparison needs."""
    plain = canonical(text)
    if not _NUMERAL.search(plain):
        return ()
    spans = read_dates(plain)
    dates = [Figure(quantity=span.quantity) for span in spans if span.quantity]
    figures: list[Figure] = []
    previous_end = 0
    for number in read_numbers(plain, spans, lexicon):
        floor = max(
            (span.quantity.end if span.quantity else span.end for span in spans if span.end <= number.start), default=0
        )
        figure = _complete(text, plain, number, max(floor, previous_end))
        figures.append(figure)
        previous_end = figure.quantity.end
    return tuple(sorted(figures + dates, key=lambda figure: figure.quantity.start))


def without_misread_sign(figure: Figure, name: str) -> Figure:
    """Return the figure without the digit that a scanner made of ≥: a satisfaction of 290% is ≥90%."""
    quantity = figure.quantity
    misread = _MISREAD.fullmatch(str(quantity.value)) if quantity.unit == "%" else None
    if misread is None or not _SHARE_OF_ONE.search(name):
        return figure
    mended = replace(quantity, value=Decimal(misread["share"]), bound=Bound.AT_LEAST)
    return replace(figure, quantity=mended, sign="≥")


def _complete(text: str, plain: str, number: Number, floor: int) -> Figure:
    signed = read_bound(plain, number.start, number.end, floor, number.bound)
    period = Period(unit=number.unit, kind=number.kind, end=signed.end)
    if number.kind is QuantityKind.COUNT:
        period = read_period(plain, number.start, signed.end, floor, number.unit)
    start, is_negative = _minus(text, plain, number, signed.start, floor)
    quantity = Quantity(
        value=number.value * period.factor,
        upper=None if number.upper is None else number.upper * period.factor,
        unit=period.unit,
        bound=Bound.RANGE if number.upper is not None else signed.bound,
        kind=period.kind,
        subject=_subject(text, plain, start, floor),
        start=start,
        end=period.end,
    )
    stop = max(plain.rfind(mark, floor, start) for mark in "。；;\n") + 1
    before = plain[max(floor, stop) : start]
    after = re.split(rf"[{SEPARATORS}0-9]", plain[period.end : period.end + 40])[0]
    return Figure(
        quantity=quantity,
        scale=number.scale * period.factor,
        is_negative=is_negative,
        sign=plain[start : number.start],
        tail=plain[number.end : period.end],
        before=before,
        after=after,
    )


def _minus(text: str, plain: str, number: Number, start: int, floor: int) -> tuple[int, bool]:
    sign = number.start - 1
    if sign < floor or number.kind is QuantityKind.RANK:
        return start, False
    is_word = plain[sign] == "负"
    is_dash = text[sign] in "-−－" and (
        sign == 0 or re.match(r"[\u4e00-\u9fff\s=≥≤<>(（:：,，]", plain[sign - 1]) is not None
    )
    return (min(start, sign), True) if is_word or is_dash else (start, False)


def _subject(text: str, plain: str, start: int, floor: int) -> str:
    """Return the printed words right before a figure, without separators and without words like 达到."""
    words = text[floor:start]
    cut = max((m.end() for m in re.finditer(rf"[{SEPARATORS}]", plain[floor:start].rstrip())), default=0)
    subject = words[cut:].strip(" “”‘’\"'-—")
    return UNSTATED.sub("", subject)[-30:]
