"""One reviewer's work on a store, as a pure state: which rows, in which order, what a key press decides.

A session never writes. Each action returns the entries to append; what the store gives
back is fed to `apply`, the same call that replays an old log.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from perfnlp.errors import ReviewError
from perfnlp.records import Action, Status
from perfnlp.review.log import Entry, Ledger, plain
from perfnlp.review.policy import Choice, Policy
from perfnlp.review.rows import Row, record_digest
from perfnlp.review.views import (
    SORT_KEYS,
    Filter,
    Order,
    Progress,
    needs_review,
    passes,
    points_of,
    statement_of,
    total,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a decision came about.

    Attributes:
        seconds: spent on the row before it, >= 0.
        basis: as in `Entry`.
        comment: the reviewer's words, "" if none.
    """

    seconds: float = 0.0
    basis: str = ""
    comment: str = ""


AT_ONCE = Look()
"""A decision without words, by a program or before the clock ran."""


class Session:
    """The state of one reviewer's work; `apply` is the only thing that changes decisions."""

    def __init__(self, rows: Sequence[Row], ledger: Ledger, policy: Policy, *, batch: int, audit: float = 0.0) -> None:
        """Begin where the ledger stands.

        Args:
            rows: of the latest run.
            ledger: what the reviewer decided so far.
            policy: of the rubric that the proposals follow.
            batch: number of that run.
            audit: share, 0-1, of the rows without need of review that are shown with the proposal hidden.
        """
        self.rows = {row.row_id: row for row in rows}
        self.ledger = ledger
        self.policy = policy
        self.batch = batch
        self.order = Order.STAKE
        self.filter = Filter()
        self.audited = frozenset(row.row_id for row in rows if not needs_review(row) and _draw(row.row_id) < audit)

    def decided(self, row_id: str) -> Entry | None:
        """Return the entry that decides a row, None while it is open or its text changed since."""
        entry = self.ledger.latest(row_id)
        return entry if entry is not None and entry.batch >= self.rows[row_id].changed_in else None

    def is_hidden(self, row_id: str) -> bool:
        """Return whether the proposal must not be shown: an audited row before its decision."""
        return row_id in self.audited and self.decided(row_id) is None

    def visible(self) -> tuple[str, ...]:
        """Return the ids of the rows that pass the filter, in order, deferred ones at the end."""
        shown = [
            row for row in self.rows.values() if passes(row, self.filter, is_open=self.decided(row.row_id) is None)
        ]
        shown.sort(key=SORT_KEYS[self.order])
        shown.sort(key=lambda row: self.ledger.is_deferred(row.row_id))
        return tuple(row.row_id for row in shown)

    def next_open(self, visible: Sequence[str], after: str | None) -> str | None:
        """Return the next undecided row of `visible` behind `after`, from the start again at the end."""
        start = visible.index(after) + 1 if after in visible else 0
        ring = (*visible[start:], *visible[:start])
        return next((row_id for row_id in ring if self.decided(row_id) is None), None)

    def alike(self, row_id: str) -> tuple[str, ...]:
        """Return the undecided rows with the same target and actual text, the row itself first."""
        statement = statement_of(self.rows[row_id])
        others = (
            row.row_id
            for row in self.rows.values()
            if statement_of(row) == statement and self.decided(row.row_id) is None
        )
        return (row_id, *(other for other in others if other != row_id and not self.is_hidden(other)))

    def in_bulk(self) -> tuple[str, ...]:
        """Return the undecided rows that need no review and are not audited."""
        return tuple(
            row.row_id
            for row in self.rows.values()
            if not needs_review(row) and row.row_id not in self.audited and self.decided(row.row_id) is None
        )

    def accept(self, row_ids: Sequence[str], look: Look = AT_ONCE) -> tuple[Entry, ...]:
        """Return the entries that give each row its proposed score.

        Raises:
            ReviewError: a row has no proposal.
        """
        rows = [self.rows[row_id] for row_id in row_ids]
        if any(row.record["tier"] is None for row in rows):
            message = "本行没有建议得分：请选择档次、输入得分，或退回单位说明。"
            raise ReviewError(message)
        return tuple(
            self._entry(
                row.row_id,
                Action.ACCEPT,
                look,
                status=Status(row.record["status"]),
                tier=row.record["tier"],
                score=points_of(row, "proposed_score"),
            )
            for row in rows
        )

    def keep(self, row_ids: Sequence[str], look: Look = AT_ONCE) -> tuple[Entry, ...]:
        """Return the entries that keep each row's own score.

        Raises:
            ReviewError: a row has no own score, or one above its points.
        """
        return tuple(self._scored(row_id, Action.KEEP, self._own(row_id), look) for row_id in row_ids)

    def tier(self, row_ids: Sequence[str], place: int, look: Look = AT_ONCE) -> tuple[Entry, ...]:
        """Return the entries that put each row into the tier at `place`, from 1; never above its own score.

        Raises:
            ReviewError: the rubric has no such tier.
        """
        if not 1 <= place <= len(self.policy.choices):
            message = f"评分规则只有{len(self.policy.choices)}档，没有第{place}档。"
            raise ReviewError(message)
        choice = self.policy.choices[place - 1]
        return tuple(
            self._entry(
                row_id,
                Action.TIER,
                look,
                status=choice.status,
                tier=choice.name,
                score=self._usual(row_id, choice),
            )
            for row_id in row_ids
        )

    def score(self, row_ids: Sequence[str], score: Decimal, look: Look = AT_ONCE) -> tuple[Entry, ...]:
        """Return the entries that give each row the reviewer's score.

        Raises:
            ReviewError: the score is below 0, above the points or above the row's own score.
        """
        return tuple(self._scored(row_id, Action.SCORE, score, look) for row_id in row_ids)

    def send_back(self, row_ids: Sequence[str], look: Look = AT_ONCE) -> tuple[Entry, ...]:
        """Return the entries that call each row unclear and ask its body to explain."""
        return tuple(self._entry(row_id, Action.SEND_BACK, look, status=Status.UNCLEAR) for row_id in row_ids)

    def defer(self, row_ids: Sequence[str], look: Look = AT_ONCE) -> tuple[Entry, ...]:
        """Return the entries that put rows off to the end."""
        return tuple(self._entry(row_id, Action.DEFER, look) for row_id in row_ids)

    def comment(self, row_id: str, look: Look) -> tuple[Entry, ...]:
        """Return the entry of a comment that decides nothing."""
        return (self._entry(row_id, Action.COMMENT, look),)

    def undo(self) -> tuple[Entry, ...]:
        """Return the entry that takes the last action back, () if there is none."""
        return self._turn(Action.UNDO, self.ledger.to_undo())

    def redo(self) -> tuple[Entry, ...]:
        """Return the entry that brings the last undone action again, () if there is none."""
        return self._turn(Action.REDO, self.ledger.to_redo())

    def apply(self, entries: Iterable[Entry]) -> None:
        """Take in entries that the store has written."""
        for entry in entries:
            self.ledger.apply(entry)

    def progress(self) -> Progress:
        """Return counts, sums and the estimate of the time left."""
        entries = [entry for row_id in self.rows if (entry := self.decided(row_id)) is not None]
        rows = self.rows.values()
        looked_at = sorted(entry.seconds for entry in entries if entry.seconds > 0)
        left = len(rows) - len(entries)
        return Progress(
            n_decided=len(entries),
            n_rows=len(rows),
            own=total(points_of(row, "self_score") for row in rows),
            proposed=total(points_of(row, "proposed_score") for row in rows),
            decided=total(entry.score for entry in entries),
            seconds_left=left * looked_at[len(looked_at) // 2] if looked_at else None,
        )

    def _turn(self, action: Action, group: Sequence[Entry]) -> tuple[Entry, ...]:
        return tuple(self._entry(first.row_id, action, AT_ONCE, undoes=first.group) for first in group[:1])

    def _scored(self, row_id: str, action: Action, score: Decimal, look: Look) -> Entry:
        row = self.rows[row_id]
        points, own = points_of(row, "points"), points_of(row, "self_score")
        if score < 0 or (points is not None and score > points):
            bounds = "不得低于0分" if points is None else f"须在0至{points}分之间"
            message = f"得分{bounds}，不能是{score}分。"
            raise ReviewError(message)
        if own is not None and score > own:
            message = f"复核得分不得高于自评得分{own}分。"
            raise ReviewError(message)
        choice = self.policy.choice_at(score / points) if points else None
        status, tier = (choice.status, choice.name) if choice is not None else (None, None)
        return self._entry(row_id, action, look, status=status, tier=tier, score=score)

    def _own(self, row_id: str) -> Decimal:
        own = points_of(self.rows[row_id], "self_score")
        if own is None:
            message = "本行没有自评得分，不能保留自评分。"
            raise ReviewError(message)
        return own

    def _usual(self, row_id: str, choice: Choice) -> Decimal | None:
        row = self.rows[row_id]
        points, own = points_of(row, "points"), points_of(row, "self_score")
        if points is None:
            return None
        usual = self.policy.round_score(choice.credit * points)
        return usual if own is None else min(usual, own)

    def _entry(
        self,
        row_id: str,
        action: Action,
        look: Look,
        *,
        status: Status | None = None,
        tier: str | None = None,
        score: Decimal | None = None,
        undoes: int | None = None,
    ) -> Entry:
        record = self.rows[row_id].record
        before = self.decided(row_id)
        return Entry(
            reviewer=self.ledger.reviewer,
            row_id=row_id,
            batch=self.batch,
            action=action,
            status=status,
            tier=tier,
            score=score,
            comment=look.comment,
            basis=look.basis,
            undoes=undoes,
            seconds=round(look.seconds, 3),
            saw_proposal=not self.is_hidden(row_id),
            record=record_digest(record),
            model=record["decided_by"],
            rubric=record["rubric"],
            before=None if before is None else json.dumps(plain(before.decision()), ensure_ascii=False),
        )


def _draw(row_id: str) -> float:
    """Return a number in [0, 1) that is random over rows and the same for a row in every session."""
    return int.from_bytes(hashlib.sha256(f"audit {row_id}".encode()).digest()[:8]) / 2**64
