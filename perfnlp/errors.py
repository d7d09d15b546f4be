"""Every error that a caller of perfnlp can handle, one class for each way to handle it.

A message says what failed, where, with which values, and what to do next. The
command line shows a `PerfnlpError` as one line; any other exception is a bug.
"""


class PerfnlpError(Exception):
    """Root of the tree: bad input or a broken installation, never a bug."""


class ReadingError(PerfnlpError):
    """A source file cannot be read: missing, empty, binary or of an unknown form."""


class ExtractionError(PerfnlpError):
    """A table of rows cannot be taken apart, e.g. a needed column is missing."""


class RubricError(PerfnlpError):
    """A rubric is unknown, or its file breaks a rule of rubrics."""


class ArtifactError(PerfnlpError):
    """A model artifact is missing, was changed, or does not fit this version."""


class CorpusError(PerfnlpError):
    """A labelled row, a gold file or the list of splits breaks the corpus rules."""


class OutputError(PerfnlpError):
    """A result cannot be written where the user asked for it."""


class ReviewError(PerfnlpError):
    """A review store is damaged, locked, of another version, or asked for what it does not hold."""


class StaleReviewError(ReviewError):
    """The same reviewer has acted in another window since this one last looked."""
