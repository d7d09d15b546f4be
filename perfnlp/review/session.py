"""One reviewer's work on a store, as a pure state: which rows, in which order, what a key press decides.

A session never writes. Each action returns the entries to append; what the store gives
back is fed to `apply`, the same call that replays an old log.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain, compress, islice

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
    Tally,
    needs_review,
    passes,
    points_of,
    statement_of,
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
        self._sorted: dict[Order, tuple[Row, ...]] = {}
        self._alike: dict[tuple[str, str], list[str]] = {}
        self._decided: dict[str, Entry] = {}
        self._deferred: set[str] = set()
        self._tally = Tally(rows)
        for row_id in self.rows:
            self._refresh(row_id)

    def decided(self, row_id: str) -> Entry | None:
        """Return the entry that decides a row, None while it is open or its text changed since."""
        return self._decided.get(row_id)

    def is_hidden(self, row_id: str) -> bool:
        """Return whether the proposal must not be shown: an audited row before its decision."""
        return row_id in self.audited and self.decided(row_id) is None

    def visible(self) -> tuple[str, ...]:
        """Return the ids of the rows that pass the filter, in order, deferred ones at the end."""
        if self.order not in self._sorted:
            self._sorted[self.order] = tuple(sorted(self.rows.values(), key=SORT_KEYS[self.order]))
        ordered = self._sorted[self.order]
        if self.filter != Filter():
            ordered = tuple(row for row in ordered if passes(row, self.filter, is_open=row.row_id not in self._decided))
        shown = tuple(row.row_id for row in ordered)
        if not self._deferred:
            return shown
        return tuple(sorted(shown, key=self._deferred.__contains__))

    def next_open(self, visible: Sequence[str], after: str | None) -> str | None:
        """Return the next undecided row of `visible` behind `after`, from the start again at the end."""
        try:
            start = visible.index(after or "") + 1
        except ValueError:
            start = 0
        ring = chain(islice(visible, start, None), islice(visible, start))
        return next((row_id for row_id in ring if row_id not in self._decided), None)

    def alike(self, row_id: str) -> tuple[str, ...]:
        """Return the row itself and the undecided ones with the same target and actual text, of which one is there."""
        if not self._alike:
            for row in self.rows.values():
                self._alike.setdefault(statement_of(row), []).append(row.row_id)
        statement = statement_of(self.rows[row_id])
        others = self._alike[statement] if any(statement) else ()
        is_open = (other != row_id and other not in self._decided and not self.is_hidden(other) for other in others)
        return (row_id, *compress(others, is_open))

    def in_bulk(self) -> tuple[str, ...]:
        """Return the rows that need no review, are not audited, and that the reviewer never decided nor deferred."""
        kept_apart = self.audited | self._deferred
        return tuple(
            row.row_id
            for row in self.rows.values()
            if not needs_review(row)
            and row.record["tier"] is not None
            and row.row_id not in kept_apart
            and self.ledger.latest(row.row_id) is None
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
        return tuple(self._scored(row_id, Action.KEEP, self._self_score(row_id), look) for row_id in row_ids)

    def tier(self, row_ids: Sequence[str], place: int, look: Look = AT_ONCE) -> tuple[Entry, ...]:
        """Return the entries that put each row into the tier at `place`, from 1; never above its own score.

        Raises:
            ReviewError: the rubric has no such tier.
        """
        if not 1 <= place <= len(self.policy.choices):
            message = f"评分规则只有{len(self.policy.choices)}档，没有第{place}档。"
            raise ReviewError(message)
        choice = self.policy.choices[place - 1]
        return tuple(self._judged(row_id, Action.TIER, look, choice, self._usual(row_id, choice)) for row_id in row_ids)

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
            for row_id in self.ledger.apply(entry):
                if row_id in self.rows:
                    self._refresh(row_id)

    def progress(self) -> Progress:
        """Return counts, sums and the estimate of the time left."""
        return self._tally.progress()

    def _refresh(self, row_id: str) -> None:
        """Bring what is kept of a row's decision in step with the ledger."""
        before, after = self._decided.pop(row_id, None), self.ledger.latest(row_id)
        if before is not None:
            self._tally.drop(before.score, before.seconds)
        if after is not None and after.batch >= self.rows[row_id].changed_in:
            self._decided[row_id] = after
            self._tally.add(after.score, after.seconds)
        (self._deferred.add if self.ledger.is_deferred(row_id) else self._deferred.discard)(row_id)

    def _turn(self, action: Action, group: Sequence[Entry]) -> tuple[Entry, ...]:
        return tuple(self._entry(first.row_id, action, AT_ONCE, undoes=first.group) for first in group[:1])

    def _scored(self, row_id: str, action: Action, score: Decimal, look: Look) -> Entry:
        row = self.rows[row_id]
        points, own = points_of(row, "points"), points_of(row, "self_score")
        if not score.is_finite() or score < 0 or (points is not None and score > points):
            bounds = "不得低于0分" if points is None else f"须在0至{points}分之间"
            message = f"得分{bounds}，不能是{score}分。"
            raise ReviewError(message)
        if own is not None and score > own:
            message = f"复核得分不得高于自评得分{own}分。"
            raise ReviewError(message)
        choice = self.policy.choice_at(score / points) if points else None
        return self._judged(row_id, action, look, choice, score)

    def _judged(self, row_id: str, action: Action, look: Look, choice: Choice | None, score: Decimal | None) -> Entry:
        """Return the entry for a tier or a score; what comes to the proposal is judged as the proposal is.

        Otherwise two reviewers who agree could differ by status alone: one who accepts "exceeded",
        and one who presses the key of its tier, which "completed" shares.
        """
        row = self.rows[row_id]
        status, tier = (choice.status, choice.name) if choice is not None else (None, None)
        is_proposed = action is not Action.TIER and score is not None and score == points_of(row, "proposed_score")
        if row.record["tier"] is not None and (is_proposed or tier == row.record["tier"]):
            status, tier = Status(row.record["status"]), row.record["tier"]
        return self._entry(row_id, action, look, status=status, tier=tier, score=score)

    def _self_score(self, row_id: str) -> Decimal:
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
        usual = min(points, self.policy.round_score(choice.credit * points))
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
            saw_proposal=not self.is_hidden(row_id) or self.ledger.was_decided(row_id),
            record=record_digest(record),
            model=record["decided_by"],
            rubric=record["rubric"],
            before=None if before is None else json.dumps(plain(before.decision()), ensure_ascii=False),
        )


def _draw(row_id: str) -> float:
    """Return a number in [0, 1) that is random over rows and the same for a row in every session."""
    return int.from_bytes(hashlib.sha256(f"audit {row_id}".encode()).digest()[:8]) / 2**64
