"""Corpus -> fitted grader, manifest and model card. Deterministic: equal rows, equal bytes."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from joblib import Parallel, delayed
from sklearn.base import clone
from sklearn.model_selection import StratifiedGroupKFold
from sklearn.pipeline import Pipeline
from threadpoolctl import threadpool_limits

from perfnlp.analysis import analyze
from perfnlp.artifacts import Manifest, save_model
from perfnlp.corpus import LabelledRow, digest
from perfnlp.errors import CorpusError
from perfnlp.grading.calibration import (
    Probabilities,
    apply_temperature,
    certify_with_stress,
    expected_calibration_error,
    fit_temperature,
)
from perfnlp.grading.classifier import create_classifier, without_addresses
from perfnlp.grading.features import FeatureRow, feature_rows, features_sha256
from perfnlp.grading.grader import LABELS, Grader, certificate_key, rule_key
from perfnlp.grading.rules import decide, may_be_certified
from perfnlp.lexicon import load_lexicon
from perfnlp.records import Analysis, Grade, Status

N_FOLDS = 5
SEED = 20200225  # the day that 财预〔2020〕10号 was issued
SECOND_LABEL_WEIGHT = 0.3
"""How much a status that a second reader could defend counts beside the first."""
_LEAST_ROWS = 50
_NATURAL = frozenset({"table", "narrative"})
"""What authored rows were written as reports are, not to mislead."""


def train(rows: Sequence[LabelledRow], directory: Path, *, jobs: int = 1) -> Manifest:
    """Fit the grader on the development rows of `rows` and write it to `directory`.

    Args:
        rows: the corpus; rows of the test split are left alone.
        directory: gets model.joblib, manifest.json and README.md (the model card).
        jobs: processes for the folds, >= 1; the result does not depend on it.

    Raises:
        CorpusError: too few rows, or a status without any.
    """
    rows = [row for row in rows if row.split == "development"]
    _check(rows)
    analyses = analyze([row.indicator for row in rows], load_lexicon())
    X = feature_rows(analyses)
    grades, facts = _calibrated_grades(rows, analyses, out_of_fold(X, rows, jobs=jobs))
    model = {"classifier": without_addresses(fit(create_classifier(), X, rows)), **facts}
    corpus_sha256, features = digest(rows), features_sha256()
    model_id = f"grader-{corpus_sha256[:6]}{features[:6]}"
    metrics = development_metrics(rows, grades)
    manifest = save_model(
        directory,
        model,
        model_id=model_id,
        labels=tuple(LABELS),
        features_sha256=features,
        corpus_sha256=corpus_sha256,
        metrics={**metrics, "certificates": facts["certificates"]},
    )
    (directory / "README.md").write_text(_model_card(manifest, rows), encoding="utf-8")
    return manifest


def grade_out_of_fold(rows: Sequence[LabelledRow], *, jobs: int = 1) -> tuple[Grade, ...]:
    """Return the grades that each row gets from a classifier that never saw its document or family.

    Temperature, rule precision and certificates are fitted on the same rows, as in `train`.
    """
    analyses = analyze([row.indicator for row in rows], load_lexicon())
    return _calibrated_grades(rows, analyses, out_of_fold(feature_rows(analyses), rows, jobs=jobs))[0]


def out_of_fold(
    X: Sequence[FeatureRow],
    rows: Sequence[LabelledRow],
    *,
    jobs: int = 1,
    classifier: Pipeline | None = None,
) -> Probabilities:
    """Return for each row the probabilities of a classifier that never saw its document or family."""
    y = np.array([row.status for row in rows])
    groups = [row.family or row.doc for row in rows]
    folds = list(StratifiedGroupKFold(N_FOLDS, shuffle=True, random_state=SEED).split(np.zeros(len(y)), y, groups))
    parts = Parallel(n_jobs=jobs)(
        delayed(_predict_fold)(clone(classifier or create_classifier()), X, rows, train, test) for train, test in folds
    )
    probabilities = np.zeros((len(rows), len(LABELS)))
    for (_, test), part in zip(folds, parts, strict=True):
        probabilities[test] = part
    return probabilities


def fit(
    classifier: Pipeline,
    X: Sequence[FeatureRow],
    rows: Sequence[LabelledRow],
) -> Pipeline:
    """Fit on every label: the second defensible status of a row counts too, but less."""
    labels = [(index, row.status, row.weight) for index, row in enumerate(rows)]
    labels += [
        (index, status, row.weight * SECOND_LABEL_WEIGHT)
        for index, row in enumerate(rows)
        for status in sorted(row.also_accepted)
    ]
    places, y, weights = zip(*labels, strict=True)
    labels_of_rows = [str(status) for status in y]
    with threadpool_limits(1):  # more threads double the work of a fit this small, and may sum in another order
        return classifier.fit([X[place] for place in places], labels_of_rows, model__sample_weight=np.array(weights))


def development_metrics(rows: Sequence[LabelledRow], grades: Sequence[Grade]) -> dict[str, Any]:
    """Return the out-of-fold figures that stand in the manifest; shares are 0-1."""
    is_right = [row.accepts(grade.status) for row, grade in zip(rows, grades, strict=True)]
    certified = [right for right, grade in zip(is_right, grades, strict=True) if grade.is_certified]
    return {
        "n_rows": len(rows),
        "accuracy": round(float(np.mean(is_right)), 4),
        "expected_calibration_error": round(
            expected_calibration_error([grade.confidence for grade in grades], is_right), 4
        ),
        "coverage_without_review": round(len(certified) / len(rows), 4),
        "precision_without_review": round(float(np.mean(certified)), 4) if certified else None,
    }


def _predict_fold(
    classifier: Pipeline,
    X: Sequence[FeatureRow],
    rows: Sequence[LabelledRow],
    train_places: Sequence[int],
    test_places: Sequence[int],
) -> Probabilities:
    fitted = fit(classifier, [X[place] for place in train_places], [rows[place] for place in train_places])
    probabilities: Probabilities = fitted.predict_proba([X[place] for place in test_places])
    return probabilities


def _calibrated_grades(
    rows: Sequence[LabelledRow], analyses: Sequence[Analysis], probabilities: Probabilities
) -> tuple[tuple[Grade, ...], dict[str, Any]]:
    facts = _calibrate(rows, analyses, probabilities)
    grader = Grader(model_id="grader-out-of-fold", classifier=None, **facts)
    return grader.grade_with(analyses, apply_temperature(probabilities, facts["temperature"])), facts


def _calibrate(
    rows: Sequence[LabelledRow], analyses: Sequence[Analysis], probabilities: Probabilities
) -> dict[str, Any]:
    verdicts = [decide(analysis) for analysis in analyses]
    wording = np.array([verdict is None for verdict in verdicts])
    is_right = [row.accepts(LABELS[place]) for row, place in zip(rows, probabilities.argmax(axis=1), strict=True)]
    temperature = fit_temperature(probabilities[wording], np.array(is_right)[wording].tolist())
    tried: Counter[str] = Counter()
    held: Counter[str] = Counter()
    for row, verdict in zip(rows, verdicts, strict=True):
        if verdict is not None:
            tried[rule_key(verdict[1], verdict[0])] += 1
            held[rule_key(verdict[1], verdict[0])] += row.accepts(verdict[0])
    precision = {key: (held[key] + 1) / (n + 2) for key, n in sorted(tried.items())}  # Laplace: never certain
    grader = Grader(model_id="", classifier=None, temperature=temperature, rule_precision=precision, certificates={})
    grades = grader.grade_with(analyses, apply_temperature(probabilities, temperature))
    return {"temperature": temperature, "rule_precision": precision, "certificates": _certificates(rows, grades)}


def _certificates(rows: Sequence[LabelledRow], grades: Sequence[Grade]) -> Mapping[str, float]:
    """Return the certificates of statuses, and of the rules alone where those reach further down."""
    found: dict[str, float] = {}
    for status in Status:
        if status is Status.UNCLEAR:
            continue  # an unclear row is a question to a person
        given = [
            (grade, row)
            for row, grade in zip(rows, grades, strict=True)
            if grade.status == status and may_be_certified(grade.analysis, status)
        ]
        whole = _certificate(given)
        by_rule = _certificate([pair for pair in given if pair[0].decided_by.startswith("rule:")])
        if whole is not None:
            found[status.value] = whole
        if by_rule is not None and by_rule < found.get(status.value, 2.0):
            found[certificate_key(status, by_rule=True)] = by_rule
    return found


def _certificate(given: Sequence[tuple[Grade, LabelledRow]]) -> float | None:
    return certify_with_stress(
        [grade.confidence for grade, _ in given],
        [row.accepts(grade.status) for grade, row in given],
        [row.source != "authored" or row.phenomenon in _NATURAL for _, row in given],
    )


def _check(rows: Sequence[LabelledRow]) -> None:
    counts = Counter(row.status for row in rows)
    missing = [status.value for status in Status if counts[status] < N_FOLDS]
    if len(rows) < _LEAST_ROWS or missing:
        message = (
            f"{len(rows)} development rows are too few to train on (statuses with fewer than {N_FOLDS}: "
            f"{', '.join(missing) or 'none'}); give at least {_LEAST_ROWS} rows and {N_FOLDS} of each status."
        )
        raise CorpusError(message)


def _model_card(manifest: Manifest, rows: Sequence[LabelledRow]) -> str:
    figures = dict(manifest.metrics)
    certificates = figures.pop("certificates")
    lines = [
        f"# Model card: {manifest.model_id}",
        "",
        "Grades how an achieved result stands to its target in Chinese performance reports. It grades the claim in the",
        "text, not the fact; a person confirms. Written by `perfnlp train`; do not edit.",
        "",
        f"- Fitted on {len(rows)} development rows: {_counted(row.source for row in rows)}.",
        f"- Statuses: {_counted(row.status.value for row in rows)}.",
        "- Out of fold (by document or family):",
        *(f"  - {name.replace('_', ' ')}: {value}" for name, value in figures.items()),
        "",
        "| status | may be accepted in bulk from a confidence of | decided by figures, from |",
        "|---|---|---|",
        *(f"| {status} | {' | '.join(_thresholds(status, certificates))} |" for status in Status),
        "",
        "A certificate: precision >= 0.99 held with 90 % confidence (exact binomial bound) on out-of-fold rows of that",
        "status, either on all of them, or on those that read as reports do (real rows, decisions, authored tables and",
        "narratives); then all rows together, those written to mislead among them, keep an observed precision of",
        "0.99. Where a status has too few rows for that, only those that figures decide are certified, or none.",
        "Rows in doubt, and rows graded unclear, always go to a person. On real documents measure with",
        "`perfnlp evaluate`.",
    ]
    return "\n".join(lines) + "\n"


def _thresholds(status: Status, certificates: Mapping[str, float]) -> tuple[str, str]:
    keys = (status.value, certificate_key(status, by_rule=True))
    whole, by_rule = (f"{certificates[key]:.4f}" if key in certificates else None for key in keys)
    return whole or "never", by_rule or whole or "never"


def _counted(names: Iterable[str]) -> str:
    return ", ".join(f"{n} {name}" for name, n in sorted(Counter(names).items()))
