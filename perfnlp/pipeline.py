"""The one place that knows the order of the stages."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from perfnlp.analysis import analyze
from perfnlp.extraction import extract_indicators
from perfnlp.grading import Grader, load_grader
from perfnlp.lexicon import Lexicon, load_lexicon
from perfnlp.records import Indicator, Proposal, Report
from perfnlp.scoring import Rubric, equalize, load_rubric, propose


@dataclass(frozen=True, slots=True, kw_only=True)
class Pipeline:
    """Report or rows in, proposals out. One object serves any number of documents."""

    lexicon: Lexicon
    grader: Grader
    rubric: Rubric

    @classmethod
    def load(cls, *, rubric: str, model: Path | None = None) -> Self:
        """Return a pipeline with a rubric (preset name or TOML file) and a model folder.

        Raises:
            RubricError: the rubric is unknown or broken.
            ArtifactError: the model is missing, changed or does not fit.
        """
        return cls(lexicon=load_lexicon(), rubric=load_rubric(rubric), grader=load_grader(model))

    def extract(self, report: Report) -> tuple[Indicator, ...]:
        """Return the indicators of `report` in document order."""
        return extract_indicators(report, self.lexicon)

    def propose(self, indicators: Sequence[Indicator]) -> tuple[Proposal, ...]:
        """Return one proposal for each indicator, in order; equal texts get equal credit."""
        grades = self.grader.grade(analyze(indicators, self.lexicon))
        return equalize(propose(grade, self.rubric) for grade in grades)
