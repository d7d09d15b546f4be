"""Read single cells: text without the spaces of layout, points, scores, signs and units."""

import re
from decimal import Decimal

from perfnlp.text import fold, join_wrapped

_EMPTY = frozenset({"", "-", "--", "---", "*", "/", "\\", "无", "一", "——", "…"})
_WORDS = frozenset({"无", "一"})
_SPACES = re.compile(r"\s+")
_POINTS_BEHIND = re.compile(r"\s*[（(]\s*(\d{1,3}(?:\.\d+)?)\s*分\s*[)）]\s*$")
_NUMBER = re.compile(r"(\d{1,6}(?:\.\d{1,6})?)\s*(?:分|%)?")  # longer ones are no points
_SIGNS = frozenset(
    ("≥", ">=", "=>", "≤", "<=", "=<", ">", "<", "大于", "大于等于", "大于或等于", "不小于",
     "不低于", "不少于", "小于", "小于等于", "小于或等于", "不大于", "不高于", "不超过")
)  # fmt: skip
_SILENT_SIGNS = frozenset(
    (
        "",
        "-",
        "/",
        "一",
        "无",
        "=",
        "==",
        "═",
        "等于",
        "定性",
        "定量",
        "定性指标",
        "定量指标",
        "正向",
        "反向",
        "正向指标",
        "反向指标",
    )
)
_HAS_SIGN = re.compile(r"[≥≤><=]|不[低少超高大小]|大于|小于")
_FIGURE = re.compile(r"\d|[一二两三四五六七八九十百千万]")
_ENDS_IN_FIGURE = re.compile(r"\d\s*$")


def clean(text: str) -> str:
    """Return cell text in one line; a space stays only where it separates two words or two figures."""
    joined = join_wrapped(text.splitlines() or [text])

    def seam(match: re.Match[str]) -> str:
        before, after = joined[match.start() - 1], joined[match.end()]
        both_words = before.isascii() and after.isascii() and before.isalpha() and after.isalpha()
        return " " if both_words or (before.isdigit() and after.isdigit()) else ""

    return _SPACES.sub(seam, joined.strip())


def optional(text: str) -> str | None:
    """Return cleaned text, or None for an empty cell or one of the marks that stand for one."""
    cleaned = clean(text)
    return None if is_empty(cleaned) else cleaned


def answer(text: str) -> str | None:
    """Return a cleaned result, or None for an empty cell or a mark of one; 无 can be the answer (无事故)."""
    cleaned = clean(text)
    return None if is_empty(cleaned) and fold(cleaned) not in _WORDS else cleaned


def is_empty(text: str) -> bool:
    """Return whether a cell is blank or holds only a mark such as —, -, * , / or 无."""
    return _SPACES.sub("", fold(text)) in _EMPTY


def split_points(text: str) -> tuple[str, Decimal | None]:
    """Split "安全感（3分）" into the name and its points (None if none stand behind it)."""
    match = _POINTS_BEHIND.search(text)
    if match is None:
        return clean(text), None
    return clean(text[: match.start()]), Decimal(fold(match.group(1)))


def read_number(text: str) -> Decimal | None:
    """Return the one number >= 0 that a points or score cell holds, e.g. "3", "3分", "10%" (10); else None."""
    match = _NUMBER.fullmatch(_SPACES.sub("", fold(text)).replace(",", ""))
    return Decimal(match.group(1)) if match else None


def fold_target(sign: str, target: str, unit: str) -> tuple[str | None, str | None]:
    """Put sign, value and unit of a target together, and return a remark for an unreadable sign.

    ≥ with 90 and % is ≥90%, the sign as printed (大于等于90%); = and 定性 add nothing; a target
    that has its own sign or unit keeps it, and wording takes no sign and no unit.
    """
    value = clean(target)
    if not value:
        return None, None
    plain_sign = _SPACES.sub("", fold(sign))
    if _ENDS_IN_FIGURE.search(fold(value)) and not is_empty(unit):
        value += clean(unit)
    if plain_sign in _SIGNS:
        needs_sign = _FIGURE.search(value) and not _HAS_SIGN.search(fold(value))
        return clean(sign) * bool(needs_sign) + value, None
    if plain_sign in _SILENT_SIGNS:
        return value, None
    return value, f"计算符号“{clean(sign)}”无法识别，目标值按无符号处理，请核对。"
