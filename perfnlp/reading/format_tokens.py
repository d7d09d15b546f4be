"""Take a spreadsheet's number format apart: sections, their conditions, and what each character stands for."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum


class Kind(StrEnum):
    """What a piece of a format stands for."""

    LITERAL = "literal"  # printed as it is
    BLANK = "blank"  # a space as wide as some character
    DIGIT = "digit"  # 0 # ?
    POINT = "point"
    COMMA = "comma"
    PERCENT = "percent"
    SLASH = "slash"
    EXPONENT = "exponent"  # E+ E-
    GENERAL = "general"
    TEXT = "text"  # @
    DATE = "date"  # yyyy m d h s aaaa e
    ELAPSED = "elapsed"  # [h] [m] [s]
    NOON = "noon"  # AM/PM


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a format.

    Attributes:
        kind: what it stands for.
        text: a literal's text without its quotation marks, else as written.
    """

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One of the up to four parts between semicolons.

    Attributes:
        tokens: from left to right.
        condition: sign and bound of `[>=90]`.
        is_chinese: whether months and weekdays are named in Chinese ([$-804]).
        has_hanzi_digits: whether digits are written 〇一二 ([DBNum1]).
    """

    tokens: tuple[Token, ...]
    condition: tuple[str, Decimal] | None = None
    is_chinese: bool = False
    has_hanzi_digits: bool = False


_LONG_DATE = 'yyyy"年"m"月"d"日"'
_SHORT_DATE = "yyyy/m/d"
_BUILTIN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00",
    5: '"¥"#,##0;"¥"-#,##0', 6: '"¥"#,##0;"¥"-#,##0', 7: '"¥"#,##0.00;"¥"-#,##0.00', 8: '"¥"#,##0.00;"¥"-#,##0.00',
    9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
    14: _SHORT_DATE, 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm",
    21: "h:mm:ss", 22: f"{_SHORT_DATE} h:mm",
    27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m/d/yy", 31: _LONG_DATE, 32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"', 34: '上午/下午h"时"mm"分"', 35: '上午/下午h"时"mm"分"ss"秒"', 36: 'yyyy"年"m"月"',
    37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00",
    41: '#,##0;-#,##0;"-"', 42: '"¥"#,##0;"¥"-#,##0;"¥-"', 43: '#,##0.00;-#,##0.00;"-"',
    44: '"¥"#,##0.00;"¥"-#,##0.00;"¥-"',
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "0.0E+0", 49: "@",
    50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"', 54: 'm"月"d"日"',
    55: '上午/下午h"时"mm"分"', 56: '上午/下午h"时"mm"分"ss"秒"', 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip
BUILTIN_FORMATS: Mapping[int, str] = _BUILTIN
"""Formats that files name by number only, as a Chinese Excel shows them."""

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|(?P<blank>_.|\s)|(?P<fill>\*.)|\[(?P<bracket>[^\]]*)\]|(?P<end>;)'
    r"|(?P<general>General|G/通用格式)|(?P<noon>AM/PM|A/P|上午/下午)|(?<=[0#?.])(?P<exponent>E[+-])"
    r"|(?P<date>y+|m+|d+|h+|s+|a{3,4}|e+)|(?P<digit>[0#?])|(?P<point>\.)|(?P<comma>,)|(?P<percent>%)|(?P<text>@)"
    r"|(?P<slash>/)|(?P<literal>.)",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?[\d.]+)")
_ELAPSED = re.compile(r"h+|m+|s+", re.IGNORECASE)
_CURRENCY = re.compile(r"\$([^-]*)(?:-(.*))?")
_SYSTEM_DATE = re.compile(r"\[\$-(?:F800|x-sysdate)[^\]]*\][^;]*", re.IGNORECASE)
_CHINESE_LOCALE = re.compile(r"zh|[0-9a-f]*(?:804|404|c04|1004)$", re.IGNORECASE)


def read_sections(code: str) -> tuple[Section, ...]:
    """Return the sections of `code`, positive;negative;zero;text where no condition says otherwise."""
    sections: list[Section] = []
    tokens: list[Token] = []
    brackets: list[str] = []
    for match in _TOKEN.finditer(_SYSTEM_DATE.sub(_LONG_DATE, code)):
        if match.lastgroup == "end":
            sections.append(_section(tokens, brackets))
            tokens, brackets = [], []
        elif match.lastgroup == "bracket":
            bracket = match.group("bracket")
            brackets.append(bracket)
            tokens.extend(_of_bracket(bracket))
        elif match.lastgroup != "fill" and match.lastgroup is not None:
            tokens.append(_token(match.lastgroup, match.group(match.lastgroup)))
    sections.append(_section(tokens, brackets))
    return tuple(sections)


def _token(group: str, text: str) -> Token:
    if group in {"quoted", "escaped", "literal"}:
        return Token(Kind.LITERAL, text)
    return Token(Kind(group), text)


def _of_bracket(bracket: str) -> tuple[Token, ...]:
    if _ELAPSED.fullmatch(bracket):
        return (Token(Kind.ELAPSED, bracket.lower()),)
    currency = _CURRENCY.fullmatch(bracket)
    return (Token(Kind.LITERAL, currency.group(1)),) if currency and currency.group(1) else ()


def _section(tokens: list[Token], brackets: list[str]) -> Section:
    conditions = [match for bracket in brackets if (match := _CONDITION.fullmatch(bracket))]
    locales = [match.group(2) or "" for bracket in brackets if (match := _CURRENCY.fullmatch(bracket))]
    return Section(
        tokens=tuple(tokens),
        condition=_bound(conditions[0]) if conditions else None,
        is_chinese=any(_CHINESE_LOCALE.match(locale) for locale in locales),
        has_hanzi_digits=any(bracket.casefold() == "dbnum1" for bracket in brackets),
    )


def _bound(match: re.Match[str]) -> tuple[str, Decimal] | None:
    try:
        return match.group(1), Decimal(match.group(2))
    except InvalidOperation:
        return None
