"""Show a day number as a spreadsheet shows it: `yyyy"年"m"月"`, `m/d`, `[h]:mm`, `[DBNum1]yyyy"年"`."""

import datetime as dt
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from perfnlp.reading.format_tokens import Kind, Section, Token

_DAYS = frozenset({Kind.DATE, Kind.ELAPSED, Kind.NOON})
_SECONDS_A_DAY = 86400
_LAST_DAY = 2958465  # 9999-12-31
_FALSE_LEAP_DAY = 60  # Excel counts 1900-02-29, which never was
_NOON = 12
_HANZI_DIGITS = "〇一二三四五六七八九"
_WEEKDAYS = "一二三四五六日"
_ENGLISH_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_ENGLISH_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_ELAPSED_SECONDS = {"h": 3600, "m": 60, "s": 1}


def is_date(section: Section) -> bool:
    """Whether the section prints a date, a time of day or a length of time."""
    return any(token.kind in _DAYS for token in section.tokens)


def show_date(section: Section, value: Decimal, *, is_1904: bool) -> str | None:
    """Return the day number `value` as the section prints it; None for a number that is no day."""
    tokens = section.tokens
    n_decimals = _n_decimals(tokens)
    if not 0 <= value <= _LAST_DAY:
        return None
    seconds = (value * _SECONDS_A_DAY).quantize(Decimal(1).scaleb(-n_decimals), ROUND_HALF_UP)
    moment = _moment(seconds, is_1904=is_1904)
    if moment is None:
        return None
    has_noon = any(token.kind is Kind.NOON for token in tokens)
    pieces: list[str] = []
    for at, token in enumerate(tokens):
        if token.kind is Kind.DATE:
            letter = "n" if token.text[0] in "mM" and _is_minute(tokens, at) else token.text[0].lower()
            pieces.append(_field(letter, len(token.text), moment, section, has_noon=has_noon))
        elif token.kind is Kind.ELAPSED:
            whole = int(seconds // _ELAPSED_SECONDS[token.text[0]])
            pieces.append(f"{whole:0{len(token.text)}d}")
        elif token.kind is Kind.NOON:
            pieces.append(_half_of_day(token.text, moment))
        elif token.kind is Kind.DIGIT:
            pieces.append("")
        elif token.kind is Kind.POINT and n_decimals and tokens[at + 1 : at + 2] and tokens[at + 1].kind is Kind.DIGIT:
            pieces.append(f"{seconds % 1:.{n_decimals}f}"[1:])
        else:
            pieces.append(" " if token.kind is Kind.BLANK else token.text)
    return "".join(pieces).strip()


def _n_decimals(tokens: Sequence[Token]) -> int:
    """Return how many decimals of a second are asked for: the zeros of ss.00."""
    point = next((at for at, token in enumerate(tokens) if token.kind is Kind.POINT), len(tokens))
    return min(sum(token.kind is Kind.DIGIT for token in tokens[point:]), 3)


def _moment(seconds: Decimal, *, is_1904: bool) -> dt.datetime | None:
    days, rest = divmod(int(seconds), _SECONDS_A_DAY)
    if is_1904:
        first = dt.datetime(1904, 1, 1)  # noqa: DTZ001  a sheet knows no time zone
    else:
        first = dt.datetime(1899, 12, 30) + dt.timedelta(days=days < _FALSE_LEAP_DAY)  # noqa: DTZ001
    try:
        return first + dt.timedelta(days=days, seconds=rest)
    except OverflowError:
        return None


def _is_minute(tokens: Sequence[Token], at: int) -> bool:
    """Whether `m` means minutes: hours stand before it, or seconds behind it."""
    times = [place for place, token in enumerate(tokens) if token.kind in {Kind.DATE, Kind.ELAPSED}]
    position = times.index(at)
    before = tokens[times[position - 1]].text.lower() if position else ""
    behind = tokens[times[position + 1]].text.lower() if position + 1 < len(times) else ""
    return before.startswith("h") or behind.startswith("s")


def _field(letter: str, width: int, moment: dt.datetime, section: Section, *, has_noon: bool) -> str:
    if letter in "ye":
        is_short = letter == "y" and width <= 2  # noqa: PLR2004  yy
        digits = f"{moment.year % 100:02d}" if is_short else f"{moment.year:04d}"
        return "".join(_HANZI_DIGITS[int(digit)] for digit in digits) if section.has_hanzi_digits else digits
    if letter == "a":
        return ("星期" if width == 4 else "周") + _WEEKDAYS[moment.weekday()]  # noqa: PLR2004  aaaa
    if width > 2 and letter in "md":  # noqa: PLR2004  mmm, ddd: names
        return _name(letter, width, moment, is_chinese=section.is_chinese)
    hour = moment.hour % _NOON or _NOON if has_noon else moment.hour
    number = {"m": moment.month, "d": moment.day, "h": hour, "n": moment.minute, "s": moment.second}[letter]
    return _hanzi(number) if section.has_hanzi_digits else f"{number:0{min(width, 2)}d}"


def _name(letter: str, width: int, moment: dt.datetime, *, is_chinese: bool) -> str:
    if letter == "d":
        if is_chinese:
            return ("星期" if width > 3 else "周") + _WEEKDAYS[moment.weekday()]  # noqa: PLR2004  dddd
        name = _ENGLISH_WEEKDAYS[moment.weekday()]
    else:
        if is_chinese:
            return f"{_hanzi(moment.month)}月"
        name = _ENGLISH_MONTHS[moment.month - 1]
    return name[:1] if width > 4 else name if width == 4 else name[:3]  # noqa: PLR2004  mmmmm mmmm mmm


def _hanzi(number: int) -> str:
    """Return a number below 60 in words: 二十五."""
    tens, ones = divmod(number, 10)
    if not tens:
        return _HANZI_DIGITS[ones]
    return (_HANZI_DIGITS[tens] if tens > 1 else "") + "十" + (_HANZI_DIGITS[ones] if ones else "")


def _half_of_day(code: str, moment: dt.datetime) -> str:
    morning, evening = code.split("/")
    return morning if moment.hour < _NOON else evening
