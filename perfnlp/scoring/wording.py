"""How texts and numbers are written in a reason."""

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from perfnlp.records import Analysis, Quantity

LONGEST = 40
_HEAD, _WINDOW = 10, 28
_INNER_MARKS = str.maketrans({"“": "‘", "”": "’", '"': "’"})
_DEGREE_STEPS = ("", "一", "两", "三", "四")


def quoted(text: str, focus: tuple[int, int] | None = None) -> str:
    """Return `text` in “ ”, shortened with … to about 40 characters.

    Args:
        text: as printed.
        focus: characters that must stay visible, half-open.
    """
    stripped = text.strip().rstrip("。；;")
    return f"“{_shortened(stripped, focus).translate(_INNER_MARKS)}”"


def number(value: Decimal) -> str:
    """Return `value` without exponent and trailing zeros."""
    written = f"{value:f}"
    return written.rstrip("0").rstrip(".") if "." in written else written


def percent(share: Decimal) -> str:
    """Return a share as percentage with at most one decimal; a shortfall never reads 100%."""
    hundredths = share * 100
    rounded = hundredths.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
    if share < 1 and rounded >= 100:  # noqa: PLR2004 (per cent)
        rounded = hundredths.quantize(Decimal("0.01"), rounding=ROUND_DOWN)
    return f"{number(rounded)}%"


def confidence(value: float) -> str:
    """Return a confidence with two decimals, cut: nothing short of certainty reads 1.00."""
    return f"{Decimal(str(value)).quantize(Decimal('0.01'), rounding=ROUND_DOWN)}"


def levels(distance: int) -> str:
    """Return a distance of degrees in words: 两级."""
    return f"{_DEGREE_STEPS[distance]}级"


def printed(quantity: Quantity, analysis: Analysis, *, is_target: bool) -> str:
    """Return a figure as its field prints it, with the words that say what it counts."""
    row = analysis.indicator
    text = row.actual or ""
    if is_target:
        is_of_name = any(
            span.field == "indicator" and (span.start, span.end) == (quantity.start, quantity.end)
            for span in analysis.evidence
        )
        text = row.name if is_of_name else row.target or ""
    figure = text[quantity.start : quantity.end] or f"{number(quantity.value)}{quantity.unit}"
    return figure if not is_target or quantity.subject in figure else f"{quantity.subject}{figure}"


def _shortened(text: str, focus: tuple[int, int] | None) -> str:
    if len(text) <= LONGEST:
        return text
    half = LONGEST // 2
    if focus is None or focus[1] <= half or focus[0] >= len(text) - half:
        return f"{text[:half]}…{text[-half:]}"
    start = max(focus[0] - (_WINDOW - (focus[1] - focus[0])) // 2, _HEAD)
    window = text[start : start + _WINDOW]
    seam = "…" if start > _HEAD else ""
    return f"{text[:_HEAD]}{seam}{window}" + ("…" if start + _WINDOW < len(text) else "")
