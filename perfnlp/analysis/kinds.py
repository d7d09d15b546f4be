"""Decide whether an indicator is quantitative: does its target state a measurable number?"""

import re
from collections.abc import Iterable

from perfnlp.records import Indicator, Kind, Quantity, QuantityKind

_ELSEWHERE = re.compile(
    r"双过半|.{0,8}(?:年|年度|全年|年初|阶段|序时|既定|预定|下达).{0,4}(?:目标|任务|计划)(?:任务|值)*|.{0,12}高于.{0,12}"
)
"""A whole target that only points to a number kept elsewhere: 年度目标任务, 双过半."""


def find_kind(indicator: Indicator, target: Iterable[Quantity], actual: Iterable[Quantity]) -> Kind:
    """Return whether the target states a number, share, count, rank or frequency.

    A date alone is no such number. A target that points to a number kept elsewhere
    (年度计划) and a missing target are judged by the figures of the answer.

    Args:
        indicator: the row.
        target: figures of the target, or of the name in its stead.
        actual: figures of the actual text.
    """
    target_text, actual_text = indicator.target or "", indicator.actual or ""
    states_figure = _measures(target, target_text, indicator.name)
    if not states_figure and (not target_text or _ELSEWHERE.fullmatch(target_text)):
        states_figure = _measures(actual, actual_text)
    return Kind.QUANTITATIVE if states_figure else Kind.QUALITATIVE


def _measures(quantities: Iterable[Quantity], *texts: str) -> bool:
    """Whether a figure is printed as one; 不发生 is read as a zero but states no number."""
    return any(
        quantity.kind is not QuantityKind.DATE
        and (quantity.value or any(map(str.isnumeric, "".join(text[quantity.start : quantity.end] for text in texts))))
        for quantity in quantities
    )
