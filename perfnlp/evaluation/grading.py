"""Metrics of graded rows: accuracy, agreement, over-crediting, calibration, coverage."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sklearn.metrics import cohen_kappa_score, confusion_matrix, f1_score

from perfnlp.corpus import LabelledRow
from perfnlp.grading.calibration import expected_calibration_error
from perfnlp.records import STATUS_ORDER, Grade, Status

_N_BOOTSTRAPS = 500
_SEED = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class GradingReport:
    """What `evaluate_grading` measured; shares are 0-1.

    A status counts as right if the row's labeller, or a second careful reader, could
    defend it (`also_accepted`).

    Attributes:
        n_rows: rows graded.
        figures: name -> value.
        intervals: name -> 95 % interval, by bootstrap over documents.
        by_status: status -> {"precision", "recall", "f1", "n"}.
        confusion: counts, true status by given status, both as `Status` lists them.
        slices: slice -> {"accuracy", "n"}.
        wrong: (row's text, true status, given status, confidence).
    """

    n_rows: int
    figures: Mapping[str, float | None]
    intervals: Mapping[str, tuple[float, float]]
    by_status: Mapping[str, Mapping[str, float]]
    confusion: tuple[tuple[int, ...], ...]
    slices: Mapping[str, Mapping[str, float]]
    wrong: tuple[tuple[str, str, str, float], ...]


def evaluate_grading(rows: Sequence[LabelledRow], grades: Sequence[Grade]) -> GradingReport:
    """Return the figures of `grades`, one for each of `rows`."""
    given = [grade.status for grade in grades]
    true = [status if row.accepts(status) else row.status for row, status in zip(rows, given, strict=True)]
    is_right = np.array([one == other for one, other in zip(true, given, strict=True)])
    figures = {
        "accuracy": float(is_right.mean()),
        "macro_f1": _macro_f1(true, given),
        "quadratic_weighted_kappa": _ordered_kappa(true, given),
        "over_crediting_rate": _over_crediting(true, given, steps=1),
        "critical_error_rate": _over_crediting(true, given, steps=2),
        "expected_calibration_error": expected_calibration_error([grade.confidence for grade in grades], is_right),
        "area_under_risk_coverage": _risk_coverage(is_right, [grade.confidence for grade in grades]),
        **_review_figures(is_right, grades),
        **_degree_figures(rows, grades),
    }
    return GradingReport(
        n_rows=len(rows),
        figures=figures,
        intervals=_intervals(rows, is_right),
        by_status=_by_status(true, given),
        confusion=tuple(map(tuple, confusion_matrix(true, given, labels=list(Status)).tolist())),
        slices=_slices(rows, grades, is_right),
        wrong=tuple(
            (_shown(row), row.status.value, grade.status.value, round(grade.confidence, 3))
            for row, grade, right in zip(rows, grades, is_right, strict=True)
            if not right
        ),
    )


def _macro_f1(true: Sequence[Status], given: Sequence[Status]) -> float:
    present = sorted(set(true))
    return float(f1_score(true, given, labels=present, average="macro", zero_division=0))


def _ordered_kappa(true: Sequence[Status], given: Sequence[Status]) -> float | None:
    pairs = [
        (STATUS_ORDER.index(one), STATUS_ORDER.index(other))
        for one, other in zip(true, given, strict=True)
        if Status.UNCLEAR not in (one, other)
    ]
    if len(set(pairs)) < 2:  # noqa: PLR2004  kappa needs two kinds of pairs
        return None
    return float(cohen_kappa_score(*zip(*pairs, strict=True), weights="quadratic"))


def _over_crediting(true: Sequence[Status], given: Sequence[Status], *, steps: int) -> float:
    return float(np.mean([_steps_too_high(*pair) >= steps for pair in zip(true, given, strict=True)]))


def _steps_too_high(true: Status, given: Status) -> int:
    if given is Status.UNCLEAR:
        return 0
    if true is Status.UNCLEAR:  # credit where a person would have to ask: as if the row were partial
        return max(0, STATUS_ORDER.index(given) - STATUS_ORDER.index(Status.PARTIAL))
    return STATUS_ORDER.index(given) - STATUS_ORDER.index(true)


def _risk_coverage(is_right: npt.NDArray[np.bool_], confidence: Sequence[float]) -> float:
    order = np.argsort(-np.asarray(confidence), kind="stable")
    errors = np.cumsum(~is_right[order])
    return float(np.mean(errors / np.arange(1, len(errors) + 1)))


def _review_figures(is_right: npt.NDArray[np.bool_], grades: Sequence[Grade]) -> dict[str, float | None]:
    certified = np.array([grade.is_certified for grade in grades])
    return {
        "coverage_without_review": float(certified.mean()),
        "precision_without_review": float(is_right[certified].mean()) if certified.any() else None,
    }


def _degree_figures(rows: Sequence[LabelledRow], grades: Sequence[Grade]) -> dict[str, float | None]:
    def exact(pairs: Sequence[tuple[int | None, int | None]]) -> float | None:
        labelled = [wanted == found for wanted, found in pairs if wanted is not None]
        return float(np.mean(labelled)) if labelled else None

    analyses = [grade.analysis for grade in grades]
    return {
        "degree_target_exact": exact(
            [(row.degree_target, analysis.degree_target) for row, analysis in zip(rows, analyses, strict=True)]
        ),
        "degree_actual_exact": exact(
            [(row.degree_actual, analysis.degree_actual) for row, analysis in zip(rows, analyses, strict=True)]
        ),
    }


def _intervals(rows: Sequence[LabelledRow], is_right: npt.NDArray[np.bool_]) -> dict[str, tuple[float, float]]:
    documents = sorted({row.doc for row in rows})
    places = {document: [] for document in documents}
    for place, row in enumerate(rows):
        places[row.doc].append(place)
    random = np.random.default_rng(_SEED)
    accuracies = []
    for _ in range(_N_BOOTSTRAPS):
        drawn = random.integers(len(documents), size=len(documents))
        picked = [place for number in drawn for place in places[documents[number]]]
        accuracies.append(is_right[picked].mean())
    low, high = np.percentile(accuracies, [2.5, 97.5])
    return {"accuracy": (float(low), float(high))}


def _by_status(true: Sequence[Status], given: Sequence[Status]) -> dict[str, dict[str, float]]:
    result = {}
    for status in Status:
        right = sum(one == other == status for one, other in zip(true, given, strict=True))
        n_given, n_true = Counter(given)[status], Counter(true)[status]
        precision, recall = right / n_given if n_given else 0.0, right / n_true if n_true else 0.0
        f1 = 2 * precision * recall / (precision + recall) if right else 0.0
        result[status.value] = {"precision": precision, "recall": recall, "f1": f1, "n": n_true}
    return result


def _slices(
    rows: Sequence[LabelledRow], grades: Sequence[Grade], is_right: npt.NDArray[np.bool_]
) -> dict[str, dict[str, float]]:
    keys: dict[str, Callable[[LabelledRow, Grade], str]] = {
        "kind": lambda row, _: row.kind,
        "difficulty": lambda row, _: "hard" if row.is_hard else "easy",
        "source": lambda row, _: row.source,
        "level 1": lambda row, _: row.indicator.level1 or "none",
        "phenomenon": lambda row, _: row.phenomenon or "none",
        "decided by": lambda _, grade: grade.decided_by.split("-")[0],
    }
    hits: dict[str, list[bool]] = {}
    for row, grade, right in zip(rows, grades, is_right, strict=True):
        for name, key in keys.items():
            hits.setdefault(f"{name}: {key(row, grade)}", []).append(bool(right))
    return {name: {"accuracy": float(np.mean(found)), "n": len(found)} for name, found in sorted(hits.items())}


def _shown(row: LabelledRow) -> str:
    parts = (row.indicator.name, row.indicator.target, row.indicator.actual, row.indicator.note)
    return " | ".join(part or "-" for part in parts)
