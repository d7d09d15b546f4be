"""Measures of graded rows that need nothing but counts: one confusion matrix, or confidences and hits.

A confusion matrix counts rows, true status (first axis) by given status, both in the
order of `Status`. Measures that take one also take a stack of them, shape (..., 5, 5),
and return one number for each; that is how a bootstrap is cheap.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from perfnlp.corpus import LabelledRow
from perfnlp.records import STATUS_ORDER, Status

Counts = npt.NDArray[np.int64]
Values = npt.NDArray[np.float64]

COVERAGES = (0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
_N_BOOTSTRAPS = 1000
_SEED = 7
_STATUSES = tuple(Status)


def credited_truth(row: LabelledRow, given: Status) -> Status:
    """Return the status that `given` is held against.

    That is `given` itself where the labeller, or a second careful reader
    (`also_accepted`), could defend it: an accepted answer is right in every measure,
    not only in accuracy. Otherwise it is the labeller's status.
    """
    return given if row.accepts(given) else row.status


def confusion_matrix(rows: Sequence[LabelledRow], given: Sequence[Status]) -> Counts:
    """Return the counts, shape (5, 5), of `given` against the labels of `rows`."""
    counts = np.zeros((len(_STATUSES), len(_STATUSES)), dtype=np.int64)
    for row, status in zip(rows, given, strict=True):
        counts[_STATUSES.index(credited_truth(row, status)), _STATUSES.index(status)] += 1
    return counts


def accuracy(counts: Counts) -> Values:
    """Return the share of rows that are right, 0-1."""
    return _ratio(np.trace(counts, axis1=-2, axis2=-1), counts.sum(axis=(-2, -1)))


def macro_f1(counts: Counts) -> Values:
    """Return the mean F1, 0-1, over the statuses that stand in the truth at least once."""
    is_present = counts.sum(axis=-1) > 0
    return _ratio((f1_by_status(counts) * is_present).sum(axis=-1), is_present.sum(axis=-1))


def f1_by_status(counts: Counts) -> Values:
    """Return the F1 of each status, shape (..., 5): 2 x right / (true + given), 0 where there is none."""
    right = np.diagonal(counts, axis1=-2, axis2=-1)
    return _ratio(2 * right, counts.sum(axis=-1) + counts.sum(axis=-2))


def over_crediting_rate(counts: Counts, *, steps: int = 1) -> Values:
    """Return the share of all rows graded at least `steps` steps too high, 0-1.

    Steps are counted from not_completed over partial and completed to exceeded. An
    unclear row counts as if it were partial: credit is given where a person would have
    to ask. A row that is graded unclear is never too high, for it goes to a person.
    """
    return _ratio((counts * (steps <= _STEPS)).sum(axis=(-2, -1)), counts.sum(axis=(-2, -1)))


def ordered_kappa(counts: Counts) -> float | None:
    """Return the quadratic-weighted kappa of one matrix, at most 1, over the rows that have an order.

    Rows whose true or given status is unclear are left out. None where chance alone
    would agree on every row, because all have the same status.
    """
    places = [_STATUSES.index(status) for status in STATUS_ORDER]
    seen = counts[np.ix_(places, places)].astype(float)
    total = seen.sum()
    if not total:
        return None
    by_chance = np.outer(seen.sum(axis=1), seen.sum(axis=0)) / total
    steps = np.arange(len(places))
    weights = (steps[:, None] - steps[None, :]) ** 2
    expected = (weights * by_chance).sum()
    return float(1 - (weights * seen).sum() / expected) if expected else None


def by_status(counts: Counts) -> dict[str, dict[str, float]]:
    """Return precision, recall and F1, 0-1, and the number of true rows "n" of each status."""
    right, n_true, n_given = np.diagonal(counts), counts.sum(axis=1), counts.sum(axis=0)
    columns = {"precision": _ratio(right, n_given), "recall": _ratio(right, n_true), "f1": f1_by_status(counts)}
    return {
        status.value: {**{name: float(column[place]) for name, column in columns.items()}, "n": int(n_true[place])}
        for place, status in enumerate(_STATUSES)
    }


def risk_curve(is_right: npt.NDArray[np.bool_], confidence: Sequence[float]) -> Values:
    """Return the error among the 1, 2, ..., n rows of highest confidence, shape (n,); its mean is the AURC.

    Rows of equal confidence share their errors evenly, so their order is of no matter.

    Source:
        Geifman et al., Bias-Reduced Uncertainty Estimation for Deep Neural Classifiers, ICLR 2019.
    """
    scores, errors = np.asarray(confidence), (~is_right).astype(float)
    _, group = np.unique(-scores, return_inverse=True)
    shared = np.bincount(group, weights=errors) / np.bincount(group)
    sorted_errors = shared[np.sort(group)]
    risks: Values = np.cumsum(sorted_errors) / np.arange(1, len(errors) + 1)
    return risks


def risk_at_coverage(risks: Values) -> dict[str, float]:
    """Return coverage ("0.5" ... "1.0") -> error among the most confident rows that make it up."""
    return {f"{share:.1f}": float(risks[max(1, round(share * len(risks))) - 1]) for share in COVERAGES}


def bootstrap_intervals(rows: Sequence[LabelledRow], given: Sequence[Status]) -> dict[str, tuple[float, float]]:
    """Return the 95 % intervals of accuracy, macro-F1 and over-crediting.

    Whole documents are drawn, with replacement, as many as there are: rows of one
    document (or authored family) are alike, and drawing rows would promise too much.
    """
    documents = sorted({row.doc for row in rows})
    places = {document: place for place, document in enumerate(documents)}
    counts = np.zeros((len(documents), len(_STATUSES), len(_STATUSES)), dtype=np.int64)
    for row, status in zip(rows, given, strict=True):
        truth = _STATUSES.index(credited_truth(row, status))
        counts[places[row.doc], truth, _STATUSES.index(status)] += 1
    random = np.random.default_rng(_SEED)
    drawn = random.multinomial(len(documents), np.full(len(documents), 1 / len(documents)), size=_N_BOOTSTRAPS)
    drawn_counts = np.tensordot(drawn, counts, axes=1)
    measured = {
        "accuracy": accuracy(drawn_counts),
        "macro_f1": macro_f1(drawn_counts),
        "over_crediting_rate": over_crediting_rate(drawn_counts),
    }
    return {name: _interval(values) for name, values in measured.items()}


def _interval(values: Values) -> tuple[float, float]:
    low, high = np.percentile(values, [2.5, 97.5])
    return float(low), float(high)


def _ratio(part: npt.NDArray[np.generic], whole: npt.NDArray[np.generic]) -> Values:
    """Divide, giving 0 where there is nothing to divide by."""
    found: Values = np.divide(part, whole, out=np.zeros(np.shape(part)), where=np.asarray(whole) > 0)
    return found


def _steps_too_high(true: Status, given: Status) -> int:
    if given is Status.UNCLEAR:
        return 0
    held_for = Status.PARTIAL if true is Status.UNCLEAR else true
    return STATUS_ORDER.index(given) - STATUS_ORDER.index(held_for)


_STEPS = np.array([[_steps_too_high(true, given) for given in _STATUSES] for true in _STATUSES])
