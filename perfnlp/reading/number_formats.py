"""Show a stored number as a spreadsheet shows it: `0.00"万元"`, `#,##0`, `0.0%`, `[>=90]"优";0`, `# ?/?`.

The codes are those of ECMA-376, 18.8.31. Dates are shown by `date_formats`. A number that no
placeholder of its code prints (`;;;`, the dash that accounting puts for 0) is told by `Shown.is_printed`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from functools import lru_cache

from perfnlp.reading.date_formats import is_date, show_date
from perfnlp.reading.format_tokens import Kind, Section, Token, read_sections

GENERAL = "General"
_SIGNIFICANT = Context(prec=15, rounding=ROUND_HALF_UP)
_EXACT = Context(prec=400, rounding=ROUND_HALF_UP)
_LONGEST_PLAIN = 20
_SMALLEST_PLAIN = -10
_LARGEST = 308
_LONGEST_CODE = 255
_TESTS = {
    "<": Decimal.__lt__, "<=": Decimal.__le__, ">": Decimal.__gt__, ">=": Decimal.__ge__,
    "=": Decimal.__eq__, "<>": Decimal.__ne__,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shown:
    """What a reader of the sheet sees of a number.

    Attributes:
        text: as printed, without the spaces that only align.
        is_printed: whether the text comes from the number; False where the format puts words, a dash or nothing.
    """

    text: str
    is_printed: bool = True


@lru_cache(maxsize=16384)
def show_number(value: Decimal, code: str, *, is_1904: bool = False) -> Shown:
    """Return `value` under the format `code`, as Excel rounds and prints it.

    Args:
        value: as stored, finite; more than 15 significant digits are the noise of binary fractions.
        code: the number format; a code that cannot be read shows the number plainly.
        is_1904: whether the workbook counts days from 1904-01-01.

    Example:
        >>> show_number(Decimal("0.985"), "0.0%").text
        '98.5%'
    """
    if abs(value.adjusted()) > _LARGEST:  # no number that a spreadsheet can store
        return Shown(str(value))
    value = _SIGNIFICANT.plus(value)
    if code == GENERAL:
        return Shown(_show_general(value))
    section, value = _choose(_sections(code), value)
    if section is None or any(token.kind is Kind.TEXT for token in section.tokens):
        return Shown(_show_general(value))
    if is_date(section):
        date = show_date(section, value, is_1904=is_1904)
        return Shown(date if date is not None else _show_general(value))
    kinds = {token.kind for token in section.tokens}
    if Kind.SLASH in kinds and Kind.DIGIT in kinds:
        return Shown(_show_fraction(section.tokens, value))
    has_place = not kinds.isdisjoint({Kind.DIGIT, Kind.GENERAL})
    sign = "-" if value < 0 and has_place else ""
    show = _show_scientific if Kind.EXPONENT in kinds else _show_digits
    text = (sign + show(section.tokens, abs(value))).strip()
    return Shown(text, has_place and any(character.isdigit() for character in text))


def show_text(text: str, code: str) -> str:
    """Return a text cell under `code`: `@"项"` puts 项 behind it, other formats leave it alone."""
    if code == GENERAL or "@" not in code:
        return text
    sections = [section for section in _sections(code) if any(token.kind is Kind.TEXT for token in section.tokens)]
    if not sections:
        return text
    return "".join(
        text if token.kind is Kind.TEXT else "" if token.kind is Kind.BLANK else token.text
        for token in sections[-1].tokens
    ).strip()


@lru_cache(maxsize=1024)
def _sections(code: str) -> tuple[Section, ...]:
    return read_sections(code if len(code) <= _LONGEST_CODE else GENERAL)


def _choose(sections: Sequence[Section], value: Decimal) -> tuple[Section | None, Decimal]:
    """Return the section that `value` falls under, and the value without a sign where the section stands for it."""
    numeric = [section for section in sections[:3] if all(token.kind is not Kind.TEXT for token in section.tokens)]
    if not numeric:
        return None, value
    if not any(section.condition for section in numeric):
        at = 1 if value < 0 and len(numeric) > 1 else 2 if value == 0 and len(numeric) > 2 else 0  # noqa: PLR2004  positive;negative;zero
        return numeric[at], abs(value) if at else value
    for at, section in enumerate(numeric):
        if section.condition is None:
            if at == 1 and len(numeric) > 2 and value >= 0:  # noqa: PLR2004
                continue
            return section, value
        sign, bound = section.condition
        if _TESTS[sign](value, bound):
            return section, abs(value) if sign in {"<", "<="} and bound <= 0 else value
    return None, value


def _show_general(value: Decimal) -> str:
    if not value:
        return "0"
    if _SMALLEST_PLAIN <= value.adjusted() <= _LONGEST_PLAIN:
        plain = f"{value:f}"
        return plain.rstrip("0").rstrip(".") if "." in plain else plain
    return str(value.normalize(_SIGNIFICANT))


def _show_digits(tokens: Sequence[Token], value: Decimal) -> str:
    """Fill the placeholders: whole digits from the right, decimals from the left, literals where they stand."""
    point = next((at for at, token in enumerate(tokens) if token.kind is Kind.POINT), len(tokens))
    whole_slots = [at for at, token in enumerate(tokens[:point]) if token.kind is Kind.DIGIT]
    decimal_slots = [at for at in range(point, len(tokens)) if tokens[at].kind is Kind.DIGIT]
    is_grouped, scale, dropped = _commas(tokens, whole_slots)
    percents = sum(token.kind is Kind.PERCENT for token in tokens)
    scaled = value.scaleb(2 * percents - 3 * scale)
    rounded = scaled.quantize(Decimal(1).scaleb(-len(decimal_slots)), context=_EXACT)
    whole, _, decimals = f"{rounded:f}".partition(".")
    whole = whole.lstrip("0")
    pieces = [token.text for token in tokens]
    for at in dropped:
        pieces[at] = ""
    _fill_whole(pieces, whole_slots, whole, is_grouped=is_grouped)
    if not whole_slots and point < len(tokens):
        pieces[point] = f"{whole}."
    _fill_decimals(pieces, decimal_slots, decimals)
    if point < len(tokens) and not any(pieces[at].strip() for at in decimal_slots):
        pieces[point] = pieces[point].removesuffix(".")  # Excel leaves a bare point: "5." for 5 under 0.##
    for at, token in enumerate(tokens):
        if token.kind is Kind.GENERAL:
            pieces[at] = _show_general(value)
        elif token.kind is Kind.BLANK:
            pieces[at] = " "
    return "".join(pieces)


def _commas(tokens: Sequence[Token], whole_slots: Sequence[int]) -> tuple[bool, int, list[int]]:
    """Return whether thousands are grouped, how often the number is divided by 1000, and the commas that say so."""
    is_grouped, scale = False, 0
    dropped: list[int] = []
    for at, token in enumerate(tokens):
        if token.kind is not Kind.COMMA:
            continue
        behind_digit = at > 0 and (tokens[at - 1].kind is Kind.DIGIT or at - 1 in dropped)
        if not behind_digit:
            continue
        dropped.append(at)
        if whole_slots and at < whole_slots[-1]:
            is_grouped = True
        else:
            scale += 1
    return is_grouped, scale, dropped


def _fill_whole(pieces: list[str], slots: Sequence[int], digits: str, *, is_grouped: bool) -> None:
    rest = digits
    for place, at in enumerate(reversed(slots)):
        is_leftmost = place == len(slots) - 1
        chunk = rest if is_leftmost else rest[-1:]
        rest = "" if is_leftmost else rest[:-1]
        filled = chunk or {"0": "0", "?": " "}.get(pieces[at], "")
        if is_grouped:
            top = place + len(filled) - 1
            filled = "".join(
                f"{digit}," if digit != " " and top - index and (top - index) % 3 == 0 else digit
                for index, digit in enumerate(filled)
            )
        pieces[at] = filled


def _fill_decimals(pieces: list[str], slots: Sequence[int], decimals: str) -> None:
    significant = len(decimals.rstrip("0"))
    for place, at in enumerate(slots):
        is_spare = place >= significant and all(pieces[later] != "0" for later in slots[place:])
        pieces[at] = "" if is_spare else decimals[place]


def _show_scientific(tokens: Sequence[Token], value: Decimal) -> str:
    """Return e.g. 1.50E+03 under 0.00E+00."""
    at = next(place for place, token in enumerate(tokens) if token.kind is Kind.EXPONENT)
    head, tail = tokens[:at], tokens[at + 1 :]
    n_decimals = sum(token.kind is Kind.DIGIT for token in _behind_point(head))
    mantissa, _, exponent = f"{value:.{n_decimals}E}".partition("E")
    power = int(exponent) if value else 0
    width = sum(token.kind is Kind.DIGIT for token in tail)
    sign = "-" if power < 0 else "+" if tokens[at].text.endswith("+") else ""
    shown = _show_digits(head, Decimal(mantissa))
    return f"{shown}E{sign}{abs(power):0{max(width, 1)}d}" + "".join(
        token.text for token in tail if token.kind is Kind.LITERAL
    )


def _behind_point(tokens: Sequence[Token]) -> Sequence[Token]:
    point = next((at for at, token in enumerate(tokens) if token.kind is Kind.POINT), len(tokens))
    return tokens[point:]


def _show_fraction(tokens: Sequence[Token], value: Decimal) -> str:
    """Return e.g. "1 1/2" under `# ?/?`, "4/8" under `?/8`."""
    places = [at for at, token in enumerate(tokens) if token.kind in {Kind.DIGIT, Kind.SLASH}]
    printed = "".join(tokens[at].text if at in places else " " for at in range(places[0], places[-1] + 1))
    literal_tail = "".join(token.text for token in tokens[places[-1] + 1 :] if token.kind is Kind.LITERAL)
    fixed = re.match(r"\d+", literal_tail) if tokens[places[-1]].kind is Kind.SLASH else None
    exact = Fraction(abs(value))
    if fixed:
        bottom = int(fixed.group()) or 1
        top = int(exact * bottom + Fraction(1, 2))
        literal_tail = literal_tail[fixed.end() :]
    else:
        nearest = exact.limit_denominator(10 ** max(len(printed.rpartition("/")[2].strip()), 1) - 1)
        top, bottom = nearest.numerator, nearest.denominator
    has_whole = " " in printed.partition("/")[0].strip()
    whole, top = divmod(top, bottom) if has_whole else (0, top)
    parts = [str(whole)] * bool(whole or (has_whole and not top)) + [f"{top}/{bottom}"] * bool(top or not has_whole)
    head = "".join(token.text for token in tokens[: places[0]] if token.kind is Kind.LITERAL)
    return f"{'-' * (value < 0)}{head}{' '.join(parts)}{literal_tail}".strip()
