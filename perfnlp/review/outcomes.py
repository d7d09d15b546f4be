"""What a review comes to: the one decision of each row, whoever and however many decided it.

Export, agreement and training ask here and nowhere else, so that a disputed row is
open everywhere until an adjudicator settles it.
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

from perfnlp.review.log import Entry, Ledger, reviewers
from perfnlp.review.rows import Row

ADJUDICATION = "adjudication"
"""Begins the `Entry.basis` of a decision that settles a dispute."""
ADOPTED = "adopted from "
"""Begins the `Entry.basis` of an adjudicator's decision that takes over another reviewer's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Final:
    """Where one row stands.

    Attributes:
        decision: the entry that counts; None while the row is open.
        is_disputed: whether reviewers decided it differently and nobody has adjudicated.
        reviewers: who decided it so: the adjudicator alone, or all who agree; those who differ in a dispute.
    """

    decision: Entry | None = None
    is_disputed: bool = False
    reviewers: tuple[str, ...] = ()


def final(rows: Iterable[Row], entries: Sequence[Entry]) -> dict[str, Final]:
    """Return row id -> what the review of the row comes to, in the order of `rows`.

    The latest decision of an adjudicator settles a row. Without one it is the decision of
    the only reviewer, or the latest of those that all agree on; else the row is disputed and open.
    """
    return {row_id: _settle(decided) for row_id, decided in counting(rows, entries).items()}


def counting(rows: Iterable[Row], entries: Sequence[Entry]) -> dict[str, tuple[Entry, ...]]:
    """Return row id -> the deciding entry of each reviewer who has one.

    A decision about a text that changed since does not count.
    """
    ledgers = [Ledger(name, entries) for name in reviewers(entries)]
    return {
        row.row_id: tuple(
            entry
            for ledger in ledgers
            if (entry := ledger.latest(row.row_id)) is not None and entry.batch >= row.changed_in
        )
        for row in rows
    }


def judgement(entry: Entry) -> Hashable:
    """Return what two decisions of a row must share to agree: status, tier and score."""
    return entry.status, entry.tier, entry.score


def is_adjudication(entry: Entry) -> bool:
    """Return whether the entry settles a dispute between others."""
    return entry.basis.startswith((ADJUDICATION, ADOPTED))


def _settle(decided: Sequence[Entry]) -> Final:
    settling = [entry for entry in decided if is_adjudication(entry)]
    counted = [max(settling, key=_number)] if settling else decided
    names = tuple(entry.reviewer for entry in counted)
    if len({judgement(entry) for entry in counted}) > 1:
        return Final(is_disputed=True, reviewers=names)
    return Final(decision=max(counted, key=_number, default=None), reviewers=names)


def _number(entry: Entry) -> int:
    return entry.seq
