"""Peers that learn nothing from the wording: the commonest status, and a spreadsheet's keyword rule."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Self

from perfnlp.evaluation.peers_interface import one_hot
from perfnlp.grading.calibration import Probabilities
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

    def fit(self, X: Sequence[Analysis], y: Sequence[str], sample_weight: Sequence[float] | None = None) -> Self:
        """Count the statuses `y`, each row by its weight."""
        counts = dict.fromkeys(sorted(y), 0.0)
        for status, weight in zip(y, sample_weight or [1.0] * len(X), strict=True):
            counts[status] += weight
        self.status_ = max(counts, key=lambda status: counts[status])
        return self

    def predict_proba(self, X: Sequence[Analysis]) -> Probabilities:
        """Return 1 for the commonest status."""
        return one_hot([self.status_] * len(X))


class KeywordPeer:
    """The spreadsheet's rule, `keyword_status`; it learns nothing."""

    def fit(self, X: Sequence[Analysis], y: Sequence[str], sample_weight: Sequence[float] | None = None) -> Self:  # noqa: ARG002  the interface of a peer
        """Do nothing."""
        return self

    def predict_proba(self, X: Sequence[Analysis]) -> Probabilities:
        """Return 1 for the status that the rule gives."""
        return one_hot([keyword_status(analysis.indicator) for analysis in X])
