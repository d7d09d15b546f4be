"""Rows that reviewers of one store decided differently, for someone else to settle."""

from collections.abc import Sequence

from perfnlp.errors import ReviewError
from perfnlp.review.log import Entry
from perfnlp.review.outcomes import counting, is_adjudication, judgement
from perfnlp.review.rows import Row


def disputed(rows: Sequence[Row], entries: Sequence[Entry], *, adjudicator: str) -> dict[str, tuple[Entry, ...]]:
    """Return row id -> the reviewers' decisions, of the rows where they differ; settled ones stay in.

    Raises:
        ReviewError: the adjudicator is one of those who differ.
    """
    reviewed = {
        row_id: tuple(entry for entry in decided if not is_adjudication(entry))
        for row_id, decided in counting(rows, entries).items()
    }
    found = {row_id: decided for row_id, decided in reviewed.items() if len(set(map(judgement, decided))) > 1}
    if any(entry.reviewer == adjudicator for decided in found.values() for entry in decided):
        message = f"“{adjudicator}”是意见不一致的复核人之一，须由他人裁定：请用--reviewer写明裁定人。"
        raise ReviewError(message)
    return found
