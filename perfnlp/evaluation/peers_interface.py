"""What every peer of the grader can do, so that all are trained and measured alike."""

from collections.abc import Sequence
from typing import Protocol, Self

from perfnlp.corpus import LabelledRow
from perfnlp.records import Analysis, Status


class Peer(Protocol):
    """Something that grades analysed rows. Fitting it again forgets what it had learned."""

    def fit(self, rows: Sequence[LabelledRow], analyses: Sequence[Analysis]) -> Self:
        """Learn the status of each row; there is one analysis for each."""
        ...

    def predict(self, analyses: Sequence[Analysis]) -> list[Status]:
        """Return one status for each analysis; no label is shown."""
        ...
