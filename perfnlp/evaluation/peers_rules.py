"""Peers that learn nothing from the wording: the commonest status, and a spreadsheet's keyword rule."""

import re
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from typing import Self

from perfnlp.corpus import LabelledRow
from perfnlp.records import Analysis, Indicator, Status
from perfnlp.text import squeeze

_BARE_NUMBER = re.compile(r"([≥≤]?)(\d+(?:\.\d+)?)(%?)")
_KEYWORDS = (
    (("未", "暂未", "尚未", "没有"), Status.NOT_COMPLETED),
    (("部分", "基本", "有所", "一定"), Status.PARTIAL),
    (("超额",), Status.EXCEEDED),
)


def keyword_status(indicator: Indicator) -> Status:
    """Return what a careful reviewer's spreadsheet formula would give.

    The formula reads the target and the actual cell, from top to bottom:

    - actual cell blank -> unclear;
    - both cells one bare number, with ≥, ≤ and % allowed ("≥90%", "100"): better than
      the target -> exceeded, equal -> completed, at least 0.6 of it (with ≤: the target
      at least 0.6 of the actual) -> partial, else not_completed;
    - actual holds 未, 暂未, 尚未 or 没有 -> not_completed;
    - actual holds 部分, 基本, 有所 or 一定 -> partial;
    - actual holds 超额 -> exceeded;
    - anything else -> completed.
    """
    target, actual = squeeze(indicator.target or ""), squeeze(indicator.actual or "")
    if not actual:
        return Status.UNCLEAR
    wanted, reached = _BARE_NUMBER.fullmatch(target), _BARE_NUMBER.fullmatch(actual)
    if wanted and reached:
        return _compare(_value(wanted), _value(reached), lower_is_better=wanted[1] == "≤")
    for words, status in _KEYWORDS:
        if any(word in actual for word in words):
            return status
    return Status.COMPLETED


def _compare(target: Decimal, actual: Decimal, *, lower_is_better: bool) -> Status:
    if target == actual:
        return Status.COMPLETED
    low, high = sorted((target, actual))
    if (actual < target) == lower_is_better:
        return Status.EXCEEDED
    return Status.PARTIAL if low >= high * Decimal("0.6") else Status.NOT_COMPLETED


def _value(found: re.Match[str]) -> Decimal:
    """Return the value of a cell as a spreadsheet keeps it: 90% is 0.9."""
    return Decimal(found[2]) / (100 if found[3] else 1)


class MajorityPeer:
    """Gives every row the status that is commonest in training."""

    def fit(self, rows: Sequence[LabelledRow], analyses: Sequence[Analysis]) -> Self:  # noqa: ARG002  see `Peer`
        """Count the statuses; of two equally common ones the first in the order of `Status` is taken."""
        counts = Counter(row.status for row in rows)
        self._status = max(Status, key=lambda status: counts[status])
        return self

    def predict(self, analyses: Sequence[Analysis]) -> list[Status]:
        """Return the commonest status for each."""
        return [self._status] * len(analyses)


class KeywordPeer:
    """The spreadsheet's rule, `keyword_status`."""

    def fit(self, rows: Sequence[LabelledRow], analyses: Sequence[Analysis]) -> Self:  # noqa: ARG002  see `Peer`
        """Learn nothing."""
        return self

    def predict(self, analyses: Sequence[Analysis]) -> list[Status]:
        """Return what the rule gives for each."""
        return [keyword_status(analysis.indicator) for analysis in analyses]
