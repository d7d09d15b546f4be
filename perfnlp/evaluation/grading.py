"""Measure grades against labelled rows: status, degree, kind, credit, confidence, families."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from perfnlp.corpus import LabelledRow
from perfnlp.evaluation import measures
from perfnlp.grading.calibration import expected_calibration_error
from perfnlp.records import Grade, Status
from perfnlp.scoring import load_rubric, propose

Figures = Mapping[str, float | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class GradingReport:
    """What `evaluate_grading` measured; shares are 0-1, a figure without rows is None.

    A status counts as right, in every figure, if the row's labeller or a second careful
    reader could defend it (`also_accepted`).

    Attributes:
        n_rows: rows graded.
        figures: name -> value.
        intervals: name -> 95 % interval, by bootstrap over documents.
        by_status: status -> {"precision", "recall", "f1", "n"}.
        confusion: counts, true status by given status, both as `Status` lists them; an
            accepted status counts as the true one.
        risk_at_coverage: share of rows accepted, surest first ("0.5") -> error among them.
        slices: slice -> {"accuracy", "macro_f1", "over_crediting_rate", "n"}.
        families: phenomenon -> {"accuracy", "n", "whole", "n_families"} of the rows of
            minimal pairs and series; "whole" is the share of families without an error.
        wrong: (row's text, true status, given status, confidence).
    """

    n_rows: int
    figures: Figures
    intervals: Mapping[str, tuple[float, float]]
    by_status: Mapping[str, Mapping[str, float]]
    confusion: tuple[tuple[int, ...], ...]
    risk_at_coverage: Mapping[str, float]
    slices: Mapping[str, Mapping[str, float]]
    families: Mapping[str, Mapping[str, float]]
    wrong: tuple[tuple[str, str, str, float], ...]


def evaluate_grading(rows: Sequence[LabelledRow], grades: Sequence[Grade]) -> GradingReport:
    """Return the figures of `grades`, one for each of `rows`; at least one row."""
    given = [grade.status for grade in grades]
    is_right = np.array([row.accepts(status) for row, status in zip(rows, given, strict=True)])
    confidence = [grade.confidence for grade in grades]
    risks = measures.risk_curve(is_right, confidence)
    counts = measures.confusion_matrix(rows, given)
    return GradingReport(
        n_rows=len(rows),
        figures={
            **status_figures(counts),
            "quadratic_weighted_kappa": measures.ordered_kappa(counts),
            "expected_calibration_error": expected_calibration_error(confidence, is_right.tolist()),
            "area_under_risk_coverage": float(risks.mean()),
            **_review_figures(is_right, grades),
            **_analysis_figures(rows, grades),
            **_credit_figures(grades),
        },
        intervals=measures.bootstrap_intervals(rows, given),
        by_status=measures.by_status(counts),
        confusion=tuple(map(tuple, counts.tolist())),
        risk_at_coverage=measures.risk_at_coverage(risks),
        slices=_slices(rows, grades),
        families=_families(rows, is_right),
        wrong=tuple(
            (_shown(row), row.status.value, grade.status.value, round(grade.confidence, 3))
            for row, grade, right in zip(rows, grades, is_right, strict=True)
            if not right
        ),
    )


def status_figures(counts: measures.Counts) -> dict[str, float | None]:
    """Return the four figures of statuses alone, in which the grader and its peers are compared.

    A critical error is a row graded two steps too high, or more.
    """
    return {
        "accuracy": float(measures.accuracy(counts)),
        "macro_f1": float(measures.macro_f1(counts)),
        "over_crediting_rate": float(measures.over_crediting_rate(counts)),
        "critical_error_rate": float(measures.over_crediting_rate(counts, steps=2)),
    }


def _review_figures(is_right: npt.NDArray[np.bool_], grades: Sequence[Grade]) -> Figures:
    """Measure the rows that a person need not look at, as the default rubric proposes them."""
    rubric = load_rubric()
    is_accepted = np.array([not propose(grade, rubric).needs_review for grade in grades])
    return {
        "coverage_without_review": float(is_accepted.mean()),
        "precision_without_review": _share(is_right[is_accepted].tolist()),
    }


def _analysis_figures(rows: Sequence[LabelledRow], grades: Sequence[Grade]) -> Figures:
    """Measure degrees and kind.

    "exact": of the rows that have a degree by their label, how many get the same.
    "false_positive_rate": of the rows that have none, how many get one.
    """
    analyses = [grade.analysis for grade in grades]
    degrees = {
        "degree_target": [(row.degree_target, found.degree_target) for row, found in zip(rows, analyses, strict=True)],
        "degree_actual": [(row.degree_actual, found.degree_actual) for row, found in zip(rows, analyses, strict=True)],
    }
    figures: dict[str, float | None] = {}
    for name, pairs in degrees.items():
        figures[f"{name}_exact"] = _share(wanted == found for wanted, found in pairs if wanted is not None)
        figures[f"{name}_false_positive_rate"] = _share(found is not None for wanted, found in pairs if wanted is None)
    figures["kind_accuracy"] = _share(row.kind == found.kind for row, found in zip(rows, analyses, strict=True))
    return figures


def _credit_figures(grades: Sequence[Grade]) -> Figures:
    """Measure the proposed credit where the report itself withheld points.

    The error is |proposed credit - self score / points|, 0-1, under the default rubric.
    The row's own score is hidden from the proposal, which would else be capped by it.
    Rows graded unclear have no credit: "share_with_credit" tells how many have one.
    """
    rubric = load_rubric()
    errors: list[float | None] = []
    for grade in grades:
        row = grade.analysis.indicator
        if row.points is None or row.self_score is None or not row.self_score < row.points:
            continue
        blind = replace(grade, analysis=replace(grade.analysis, indicator=replace(row, self_score=None)))
        credit = propose(blind, rubric).credit
        errors.append(None if credit is None else float(abs(credit - row.self_score / row.points)))
    known = [error for error in errors if error is not None]
    return {
        "credit_error_where_withheld": float(np.mean(known)) if known else None,
        "share_with_credit_where_withheld": len(known) / len(errors) if errors else None,
    }


def _slices(rows: Sequence[LabelledRow], grades: Sequence[Grade]) -> dict[str, dict[str, float]]:
    keys: dict[str, Callable[[LabelledRow, Grade], str]] = {
        "kind": lambda row, _: row.kind,
        "difficulty": lambda row, _: _difficulty(row),
        "source": lambda row, _: row.source,
        "source and difficulty": lambda row, _: f"{row.source} {_difficulty(row)}",
        "level 1": lambda row, _: row.indicator.level1 or "none",
        "phenomenon": lambda row, _: row.phenomenon or "none",
        "decided by": lambda _, grade: grade.decided_by.split("-")[0],
    }
    members: dict[str, list[tuple[LabelledRow, Status]]] = {}
    for row, grade in zip(rows, grades, strict=True):
        for name, key in keys.items():
            members.setdefault(f"{name}: {key(row, grade)}", []).append((row, grade.status))
    return {name: _slice(members[name]) for name in sorted(members)}


def _slice(pairs: Sequence[tuple[LabelledRow, Status]]) -> dict[str, float]:
    counts = measures.confusion_matrix(*zip(*pairs, strict=True))
    return {
        "accuracy": float(measures.accuracy(counts)),
        "macro_f1": float(measures.macro_f1(counts)),
        "over_crediting_rate": float(measures.over_crediting_rate(counts)),
        "n": len(pairs),
    }


def _families(rows: Sequence[LabelledRow], is_right: npt.NDArray[np.bool_]) -> dict[str, dict[str, float]]:
    members: dict[tuple[str, str], list[bool]] = {}
    for row, right in zip(rows, is_right.tolist(), strict=True):
        if row.family is not None:
            for phenomenon in ("all", row.phenomenon or "none"):
                members.setdefault((phenomenon, row.family), []).append(right)
    by_phenomenon: dict[str, list[list[bool]]] = {}
    for (phenomenon, _), hits in sorted(members.items()):
        by_phenomenon.setdefault(phenomenon, []).append(hits)
    return {
        phenomenon: {
            "accuracy": float(np.mean(np.concatenate(families))),
            "n": sum(map(len, families)),
            "whole": float(np.mean(list(map(all, families)))),
            "n_families": len(families),
        }
        for phenomenon, families in by_phenomenon.items()
    }


def _difficulty(row: LabelledRow) -> str:
    return "hard" if row.is_hard else "easy"


def _share(hits: Iterable[bool]) -> float | None:
    counted = list(hits)
    return sum(counted) / len(counted) if counted else None


def _shown(row: LabelledRow) -> str:
    parts = (row.indicator.name, row.indicator.target, row.indicator.actual, row.indicator.note)
    return " | ".join(part or "-" for part in parts)
