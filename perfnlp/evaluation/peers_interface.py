"""What every peer of the grader can do, so that each is trained and measured like the grader itself."""

from collections.abc import Sequence
from typing import Protocol, Self

import numpy as np

from perfnlp.grading.calibration import Probabilities
from perfnlp.grading.grader import LABELS
from perfnlp.records import Analysis, Status


class Peer(Protocol):
    """A classifier of analysed rows, in the shape of the grader's own classifier.

    So `training.fit` and `training.out_of_fold` train it on the same rows, labels,
    weights and folds. Fitting it again forgets what it had learned.
    """

    def fit(self, X: Sequence[Analysis], y: Sequence[str], sample_weight: Sequence[float] | None = None) -> Self:
        """Learn the statuses `y`; a row may stand twice, its second status with a smaller weight."""
        ...

    def predict_proba(self, X: Sequence[Analysis]) -> Probabilities:
        """Return probabilities, columns as `LABELS`; a peer without any gives its status 1."""
        ...


def one_hot(statuses: Sequence[str]) -> Probabilities:
    """Return 1 for each given status and 0 for the others, columns as `LABELS`."""
    return np.array([[float(label == status) for label in LABELS] for status in statuses])


def spread(columns: Sequence[str], probabilities: Probabilities) -> Probabilities:
    """Return `probabilities`, whose columns are those statuses, with all columns of `LABELS`."""
    result = np.zeros((len(probabilities), len(LABELS)))
    result[:, [LABELS.index(Status(column)) for column in columns]] = probabilities
    return result
