"""What each part of the features adds: drop one, fit and grade again out of fold, compare.

A part is a family of the classifier (n-grams of one text, or all findings) or a group
of findings. Arithmetic goes on deciding its rows, so the difference is what the whole
grader would lose, not the classifier alone. Rows are vectorised once, which looks at no
label; only the linear model is fitted again for each part and fold.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
from joblib import Parallel, delayed
from sklearn.pipeline import FeatureUnion, Pipeline
from sklearn.preprocessing import FunctionTransformer

from perfnlp.corpus import LabelledRow
from perfnlp.evaluation import measures
from perfnlp.grading.calibration import Probabilities, apply_temperature, fit_temperature
from perfnlp.grading.classifier import FAMILIES, create_classifier
from perfnlp.grading.features import feature_rows
from perfnlp.grading.grader import LABELS, choose
from perfnlp.grading.rules import decide
from perfnlp.records import Analysis, Status


class Predict(Protocol):
    """`training.out_of_fold`, which evaluation may not import."""

    def __call__(self, X: Sequence[Any], rows: Sequence[LabelledRow], *, classifier: Pipeline) -> Probabilities:
        """Return probabilities, shape (n_rows, n_statuses), each from a fit that never saw the row's document."""


_BEGINNINGS: Mapping[str, tuple[str, ...]] = {
    "figures": ("arithmetic", "attainment", "part=", "rule=", "doubt", "share_of_parts", "target_fig", "actual_fig"),
    "figures answered by text": ("figure_answered",),
    "degrees": ("degree",),
    "effects": ("asks_effect",),
    "cues": ("actual:", "target:", "note:", "note_"),
    "failure beside success": ("failure", "has_target=", "beside_the_point", "after_contrast", "avoids", "praised"),
    "trends": ("trend",),
    "parts in words": ("word_parts", "share_of_words"),
    "stages": ("stage",),
    "statements": ("statement", "share_of_aims"),
    "scales": ("scale",),
    "kind, direction, relevance": ("kind", "direction", "lower", "relevance"),
    "shape": ("same_text", "actual_", "target_", "has_"),
}
"""Group of findings -> how the names of its findings begin; the first that fits counts."""

_OTHER = "other"
_N_BOOTSTRAPS, _SEED = 1000, 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What is lost, in accuracy (0-1; above 0: the part helps), and its 95 % interval by bootstrap over documents."""

    lost: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class AblationLine:
    """The grader without one part of its features.

    Attributes:
        without: name of the part; "" is the full model.
        accuracy, macro_f1: over all rows, 0-1.
        real_accuracy: over the rows that no author wrote for the corpus; None without any.
        difference: to the full model over all rows; None for the full model itself.
        real_difference: the same over the real rows.
    """

    without: str
    accuracy: float
    macro_f1: float
    real_accuracy: float | None
    difference: Difference | None
    real_difference: Difference | None


def group_of(finding: str) -> str:
    """Return the group of findings that one named `finding` belongs to, "other" if none is known."""
    return next((group for group, beginnings in _BEGINNINGS.items() if finding.startswith(beginnings)), _OTHER)


def evaluate_ablation(
    rows: Sequence[LabelledRow], analyses: Sequence[Analysis], predict: Predict, *, jobs: int = 1
) -> tuple[AblationLine, ...]:
    """Return the full model first, then the grader without each part.

    Args:
        rows: the rows to measure on, at least one decided by the classifier.
        analyses: one for each row.
        predict: `training.out_of_fold`; must be picklable for jobs > 1.
        jobs: how many parts are measured at a time.
    """
    features, model = create_classifier().named_steps.values()
    matrix = features.fit_transform(feature_rows(analyses)).tocsr()
    variants = list(_variants(features))
    probabilities = Parallel(n_jobs=jobs)(
        delayed(_predict)(predict, rows, matrix[:, kept], model) for _, kept in variants
    )
    statuses = [_statuses(rows, analyses, found) for found in probabilities]
    real = [place for place, row in enumerate(rows) if row.source != "authored"]
    return tuple(
        _line(name, rows, given, statuses[0], real) for (name, _), given in zip(variants, statuses, strict=True)
    )


def ablation_markdown(lines: Sequence[AblationLine]) -> str:
    """Return one line for each part, the costliest to lose first, below the full model."""
    full, *parts = lines
    parts.sort(key=lambda line: -line.difference.lost if line.difference else 0.0)
    shown = [
        "",
        "## Ablation: without one part, out of fold (lost: accuracy of the full model less this; 95 % interval)",
        "",
        "| without | accuracy | lost | macro-F1 | accuracy on real rows | lost |",
        "|---|---|---|---|---|---|",
    ]
    for line in (full, *parts):
        real = "-" if line.real_accuracy is None else f"{line.real_accuracy:.4f}"
        shown.append(
            f"| {line.without or '(full model)'} | {line.accuracy:.4f} | {_shown(line.difference)} "
            f"| {line.macro_f1:.4f} | {real} | {_shown(line.real_difference)} |"
        )
    return "\n".join(shown)


def _variants(features: FeatureUnion) -> Iterator[tuple[str, npt.NDArray[np.bool_]]]:
    """Yield the name of each part, and which columns are kept without it."""
    columns = [
        (family, str(name))
        for family, pipeline in features.transformer_list
        for name in pipeline.named_steps["vectorize"].get_feature_names_out()
    ]
    yield "", np.ones(len(columns), dtype=np.bool_)
    for dropped in FAMILIES:
        yield dropped, np.array([family != dropped for family, _ in columns])
    groups = [group_of(name) if family == "findings" else "" for family, name in columns]
    for dropped in (*_BEGINNINGS, _OTHER):
        if dropped in groups:
            yield f"findings: {dropped}", np.array([group != dropped for group in groups])
    # findings that join two facts stand in one of the groups too
    yield "findings: crossed", np.array([family != "findings" or "&" not in name for family, name in columns])


def _predict(predict: Predict, rows: Sequence[LabelledRow], matrix: Any, model: Any) -> Probabilities:
    """Predict from ready columns: the places of the rows are their features."""
    lookup = FunctionTransformer(_lines, kw_args={"matrix": matrix})
    return predict(range(len(rows)), rows, classifier=Pipeline([("features", lookup), ("model", model)]))


def _lines(places: Sequence[int], *, matrix: Any) -> Any:
    return matrix[places]


def _statuses(
    rows: Sequence[LabelledRow], analyses: Sequence[Analysis], probabilities: Probabilities
) -> tuple[Status, ...]:
    """Return the statuses that the grader gives, its temperature fitted anew."""
    verdicts = [decide(analysis) for analysis in analyses]
    is_wording = np.array([verdict is None for verdict in verdicts])
    y = np.array([LABELS.index(row.status) for row in rows])
    calibrated = apply_temperature(probabilities, fit_temperature(probabilities[is_wording], y[is_wording]))
    return tuple(
        choose(shares) if verdict is None else verdict[0] for verdict, shares in zip(verdicts, calibrated, strict=True)
    )


def _line(
    name: str, rows: Sequence[LabelledRow], given: Sequence[Status], full: Sequence[Status], real: Sequence[int]
) -> AblationLine:
    counts = measures.confusion_matrix(rows, given)
    real_rows = [rows[place] for place in real]
    real_given, real_full = ([statuses[place] for place in real] for statuses in (given, full))
    return AblationLine(
        without=name,
        accuracy=float(measures.accuracy(counts)),
        macro_f1=float(measures.macro_f1(counts)),
        real_accuracy=float(measures.accuracy(measures.confusion_matrix(real_rows, real_given))) if real else None,
        difference=_difference(rows, given, full) if name else None,
        real_difference=_difference(real_rows, real_given, real_full) if name and real else None,
    )


def _difference(rows: Sequence[LabelledRow], given: Sequence[Status], full: Sequence[Status]) -> Difference:
    """Compare row by row and draw whole documents, so that what both find hard does not blur the difference."""
    lost = np.array([row.accepts(one) - row.accepts(other) for row, one, other in zip(rows, full, given, strict=True)])
    names, document = np.unique([row.doc for row in rows], return_inverse=True)
    sums = np.stack([np.bincount(document, weights=lost), np.bincount(document)])
    shares = np.full(len(names), 1 / len(names))
    drawn = np.random.default_rng(_SEED).multinomial(len(names), shares, size=_N_BOOTSTRAPS)
    sums_drawn, n_drawn = sums @ drawn.T
    low, high = np.percentile(sums_drawn / n_drawn, [2.5, 97.5])
    return Difference(lost=float(lost.mean()), low=float(low), high=float(high))


def _shown(difference: Difference | None) -> str:
    if difference is None:
        return "-"
    return f"{difference.lost:+.4f} ({difference.low:+.4f} to {difference.high:+.4f})"
