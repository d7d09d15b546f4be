"""Grade analyses: a rule where arithmetic decides, the classifier where language does."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from perfnlp.artifacts import load_model, models_root
from perfnlp.grading.calibration import Probabilities, apply_temperature
from perfnlp.grading.features import feature_rows, features_sha256
from perfnlp.grading.rules import decide, may_be_certified
from perfnlp.records import Analysis, Grade, Status

LABELS = tuple(sorted(Status))
"""The statuses in the order of every probability matrix (scikit-learn sorts labels)."""

_WORST_TO_BEST = {Status.NOT_COMPLETED: 0, Status.PARTIAL: 1, Status.COMPLETED: 2, Status.EXCEEDED: 3}
_OVER, _UNDER, _CREDIT_FOR_UNCLEAR = 1.25, 1.0, 1.5
"""Costs of one step too high, one step too low, and credit where a person would ask."""


_LIKELY = 0.6
"""A status may win over the likeliest one only if its probability is at least this share of that one's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grader:
    """A fitted model and everything that makes its answers honest.

    Attributes:
        model_id: who speaks, in `Grade.decided_by`.
        classifier: the fitted pipeline of `classifier.py`; its `classes_` are `LABELS`.
        temperature: of the calibration, > 0.
        rule_precision: rule name and status ("figures:partial") -> its precision on
            development data, 0-1.
        certificates: status -> confidence from which it may be accepted in bulk, and
            "rule:<status>" where a rule's rows may from a lower one; a status that is
            missing always goes to a person.
    """

    model_id: str
    classifier: Any
    temperature: float
    rule_precision: Mapping[str, float]
    certificates: Mapping[str, float]

    def grade(self, analyses: Sequence[Analysis]) -> tuple[Grade, ...]:
        """Return one grade for each analysis, in order."""
        if not analyses:
            return ()
        raw = self.classifier.predict_proba(feature_rows(analyses))
        return self.grade_with(analyses, apply_temperature(raw, self.temperature))

    def grade_with(self, analyses: Sequence[Analysis], calibrated: Probabilities) -> tuple[Grade, ...]:
        """Return the grades that follow from the classifier's calibrated probabilities.

        Where a row was read with less than full legibility, the rest is shared by all
        statuses, and the row is never certified: a digit may have been misread.
        """
        return tuple(self._grade(*pair) for pair in zip(analyses, calibrated, strict=True))

    def _grade(self, analysis: Analysis, probabilities: npt.NDArray[np.float64]) -> Grade:
        verdict = decide(analysis)
        if verdict is None:
            status, decided_by = choose(probabilities), self.model_id
        else:
            status, rule = verdict
            decided_by = f"rule:{rule}"
            probabilities = trust_rule(probabilities, status, self.rule_precision.get(rule_key(rule, status), 0.5))
        legibility = analysis.indicator.locator.legibility
        probabilities = legibility * probabilities + (1 - legibility) / len(LABELS)
        confidence = float(probabilities[LABELS.index(status)])
        return Grade(
            analysis=analysis,
            status=status,
            probabilities={label: float(share) for label, share in zip(LABELS, probabilities, strict=True)},
            confidence=confidence,
            decided_by=decided_by,
            is_certified=legibility == 1.0
            and may_be_certified(analysis, status)
            and confidence >= self._threshold(status, by_rule=verdict is not None),
        )

    def _threshold(self, status: Status, *, by_rule: bool) -> float:
        whole = self.certificates.get(status, 2.0)
        return self.certificates.get(certificate_key(status, by_rule=True), whole) if by_rule else whole


def load_grader(directory: Path | None = None) -> Grader:
    """Return the verified grader of `directory`, by default the shipped one.

    Raises:
        ArtifactError: the model is missing, was changed or does not fit this version.
    """
    model, manifest = load_model(directory or models_root() / "grader", features_sha256=features_sha256())
    return Grader(model_id=manifest.model_id, **model)


def choose(probabilities: npt.NDArray[np.float64]) -> Status:
    """Return the status of least expected cost among the likely ones: steps too high cost most."""
    costs = np.where(probabilities >= _LIKELY * probabilities.max(), _COSTS @ probabilities, np.inf)
    return LABELS[int(costs.argmin())]


def rule_key(rule: str, status: Status) -> str:
    """Return the name under which a rule's precision for one status is kept."""
    return f"{rule}:{status}"


def certificate_key(status: Status, *, by_rule: bool) -> str:
    """Return the name under which a status's certificate is kept."""
    return f"rule:{status}" if by_rule else status.value


def trust_rule(probabilities: npt.NDArray[np.float64], status: Status, precision: float) -> npt.NDArray[np.float64]:
    """Return probabilities with the rule's precision on its status, the rest as the classifier shares it.

    Where the classifier gives the status hardly a chance, arithmetic must not be
    trusted alone: the geometric mean with its doubt lowers the confidence.
    """
    place = LABELS.index(status)
    share = min(precision, 1 - 1e-4)
    if probabilities[place] < 0.2:  # noqa: PLR2004  a fifth is chance level over five statuses
        share = float(np.sqrt(share * max(probabilities[place], 1e-3)))
    rest = np.delete(probabilities, place)
    rest = (1 - share) * (rest / rest.sum() if rest.sum() > 0 else np.full_like(rest, 1 / len(rest)))
    return np.insert(rest, place, share)


def _cost(predicted: Status, true: Status) -> float:
    if predicted == true:
        return 0.0
    if Status.UNCLEAR in (predicted, true):
        gives_credit = predicted in (Status.COMPLETED, Status.EXCEEDED)
        return _CREDIT_FOR_UNCLEAR if gives_credit else 1.0
    steps = _WORST_TO_BEST[predicted] - _WORST_TO_BEST[true]
    return _OVER * steps if steps > 0 else -_UNDER * steps


_COSTS = np.array([[_cost(predicted, true) for true in LABELS] for predicted in LABELS])
