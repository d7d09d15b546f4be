"""Make probabilities honest, and say from which confidence on a status may be trusted.

Everything here is fitted on out-of-fold predictions of development data, never on
rows the classifier was fitted on.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Probabilities = npt.NDArray[np.float64]
"""Shape (n_rows, n_statuses); each row sums to 1."""

PRECISION, ERROR_RATE = 0.99, 0.10
"""A certificate: precision >= 0.99 held with 90 % confidence."""
LEAST_CONFIDENCE = 0.8
"""No certificate reaches below: there the few rows that model and figures disagree on hide among the many sure ones."""


def fit_temperature(probabilities: Probabilities, is_right: Sequence[bool]) -> float:
    """Return the temperature, 0.25-4, that makes the confidence in the likeliest status honest.

    Args:
        probabilities: of rows the classifier was not fitted on.
        is_right: whether each row's likeliest status is right (defensible ones count).

    One parameter, because the data are some thousand rows; it minimises the log loss of
    "this status is right".

    Source:
        Guo et al., On Calibration of Modern Neural Networks, ICML 2017, section 4.2.
    """
    from scipy.optimize import minimize_scalar

    hits = np.asarray(is_right)

    def loss(log_temperature: float) -> float:
        confidence = apply_temperature(probabilities, float(np.exp(log_temperature))).max(axis=1)
        held = np.where(hits, confidence, 1 - confidence)
        return float(-np.log(np.clip(held, 1e-6, 1.0)).mean())

    found = minimize_scalar(loss, bounds=(np.log(0.25), np.log(4.0)), method="bounded")
    return float(np.exp(found.x))


def apply_temperature(probabilities: Probabilities, temperature: float) -> Probabilities:
    """Return `probabilities` flattened (temperature > 1) or sharpened (< 1)."""
    logits = np.log(np.clip(probabilities, 1e-6, 1.0)) / temperature
    scaled: Probabilities = np.exp(logits - logits.max(axis=1, keepdims=True))
    scaled /= scaled.sum(axis=1, keepdims=True)
    return scaled


def expected_calibration_error(confidence: Sequence[float], is_right: Sequence[bool], *, bins: int = 10) -> float:
    """Return the mean gap, 0-1, between confidence and accuracy over bins of equal width."""
    scores, hits = np.asarray(confidence), np.asarray(is_right, dtype=float)
    places = np.minimum((scores * bins).astype(int), bins - 1)
    gaps = (
        abs(scores[places == place].mean() - hits[places == place].mean()) * (places == place).mean()
        for place in np.unique(places)
    )
    return float(sum(gaps))


def certify(confidence: Sequence[float], is_right: Sequence[bool]) -> float | None:
    """Return the lowest confidence above which precision is certified, or None.

    Args:
        confidence: of the rows that got one status, 0-1.
        is_right: whether that status was right.

    Returns:
        The threshold t such that among the rows with confidence >= t the one-sided
        Clopper-Pearson bound of precision, at 90 % confidence, is at least 0.99; None
        when no threshold reaches it. Without an error that takes 230 rows.
    """
    from scipy.stats import beta

    order = np.argsort(-np.asarray(confidence), kind="stable")
    scores = np.asarray(confidence)[order]
    n_right = np.cumsum(np.asarray(is_right, dtype=int)[order])
    n_rows = np.arange(1, len(scores) + 1)
    lower = beta.ppf(ERROR_RATE, n_right, n_rows - n_right + 1)
    ends_group = np.append(scores[1:] < scores[:-1], True)  # rows of equal confidence stand or fall together
    passing = np.flatnonzero((lower >= PRECISION) & ends_group)
    return float(scores[passing[-1]]) if len(passing) else None


def certify_with_stress(
    confidence: Sequence[float], is_right: Sequence[bool], is_natural: Sequence[bool]
) -> float | None:
    """Return the lowest confidence that is certified on all rows, or on natural rows and stands the stress, or None.

    Args:
        confidence: of the rows that got one status, 0-1.
        is_right: whether that status was right.
        is_natural: whether the row is one that reports hold, and was not written to mislead.

    Rows written to mislead are no sample of what reviewers have, so the certificate may
    come from natural rows alone; but then all rows together must keep an observed
    precision of 0.99 from that confidence on. Never below 0.8.
    """
    scores, hits, natural = np.asarray(confidence), np.asarray(is_right, dtype=bool), np.asarray(is_natural, dtype=bool)
    if not len(scores):
        return None
    found = [certify(confidence, is_right)]
    sampled = certify(scores[natural].tolist(), hits[natural].tolist()) if natural.any() else None
    stood = _lowest_with(scores, hits, PRECISION)
    if sampled is not None and stood is not None:
        found.append(max(sampled, stood))
    certified = [max(threshold, LEAST_CONFIDENCE) for threshold in found if threshold is not None]
    return min(certified, default=None)


def _lowest_with(scores: npt.NDArray[np.float64], hits: npt.NDArray[np.bool_], precision: float) -> float | None:
    order = np.argsort(-scores, kind="stable")
    shares = np.cumsum(hits[order]) / np.arange(1, len(order) + 1)
    ends_group = np.append(scores[order][1:] < scores[order][:-1], True)
    passing = np.flatnonzero((shares >= precision) & ends_group)
    return float(scores[order][passing[-1]]) if len(passing) else None
