"""The log of a review: entries chained by hash, and the state that replaying them gives. Pure, no files.

Each entry holds the digest of the one before it, so a past that was changed, cut or
reordered is seen. Undo and redo are entries too; nothing is ever taken out.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import Any

from perfnlp.errors import ReviewError
from perfnlp.records import Action, Decision, Status

FIRST = "0" * 64
"""What stands for the digest before the first entry."""

_DECIDING = frozenset({Action.ACCEPT, Action.KEEP, Action.TIER, Action.SCORE, Action.SEND_BACK})
_STANDING = _DECIDING | {Action.DEFER}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One action of one reviewer on one row.

    Attributes:
        seq: running number in the store, from 1; 0 while the store has not numbered it.
        at: UTC, ISO 8601 with microseconds; "" while the store has not dated it.
        reviewer: who acted.
        row_id: which row.
        batch: number of the annotation run that was on the screen, from 1.
        action: what was done.
        status, tier, score, comment: as in `Decision`.
        basis: why without looking at this row alone: "" for a look at it, else e.g.
            "equal texts", "bulk: ...", "import: FORM.xlsx", "adjudication", "adopted from NAME".
        group: seq of the first entry of those that one key press made, to be undone
            together; 0 stands for its own or, behind the first, for the same as the first.
        undoes: for UNDO and REDO the group concerned, else None.
        seconds: spent on the row before the decision, >= 0.
        saw_proposal: whether the proposal was on the screen.
        record: SHA-256 of the annotation record that was on the screen.
        model, rubric: versions that made the proposal.
        before: the decision that counted before as JSON, None if there was none.
        previous: digest of the entry before this one, `FIRST` for the first.
        digest: SHA-256 over all of the above.
    """

    seq: int = 0
    at: str = ""
    reviewer: str
    row_id: str
    batch: int = 1
    action: Action
    status: Status | None = None
    tier: str | None = None
    score: Decimal | None = None
    comment: str = ""
    basis: str = ""
    group: int = 0
    undoes: int | None = None
    seconds: float = 0.0
    saw_proposal: bool = True
    record: str = ""
    model: str = ""
    rubric: str = ""
    before: str | None = None
    previous: str = ""
    digest: str = ""

    def decision(self) -> Decision:
        """Return what this entry decides, as long as nobody undoes it."""
        return Decision(
            row_id=self.row_id,
            action=self.action,
            status=self.status,
            tier=self.tier,
            score=self.score,
            reviewer=self.reviewer,
            decided_at=self.at,
            comment=self.comment,
        )


def chain(entries: Sequence[Entry], *, last: Entry | None, at: str) -> tuple[Entry, ...]:
    """Return `entries`, made by one key press, as they follow `last` in the log at the time `at`."""
    chained: list[Entry] = []
    for entry in entries:
        seq = last.seq + 1 if last is not None else 1
        group = chained[0].seq if chained else seq
        linked = replace(entry, seq=seq, at=at, group=group, previous=last.digest if last is not None else FIRST)
        last = replace(linked, digest=digest(linked))
        chained.append(last)
    return tuple(chained)


def digest(entry: Entry) -> str:
    """Return SHA-256 in hex over every field of `entry` but its digest."""
    values = {key: value for key, value in plain(entry).items() if key != "digest"}
    return hashlib.sha256(json.dumps(values, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def first_broken(entries: Iterable[Entry], *, last: Entry | None = None) -> int | None:
    """Return the running number at which the chain that follows `last` breaks, None if it is whole."""
    previous = FIRST if last is None else last.digest
    for number, entry in enumerate(entries, start=1 if last is None else last.seq + 1):
        if entry.seq != number or entry.previous != previous or entry.digest != digest(entry):
            return number
        previous = entry.digest
    return None


def plain(record: Entry | Decision) -> dict[str, Any]:
    """Return the fields as JSON values; a score keeps its digits as text."""
    values = {field.name: getattr(record, field.name) for field in fields(record)}
    return {**values, "score": None if record.score is None else str(record.score)}


def from_plain(values: Mapping[str, Any]) -> Entry:
    """Return the entry that `plain` turned into `values`.

    Raises:
        KeyError, ValueError, TypeError, ArithmeticError: the values are no entry.
    """
    status, score = values["status"], values["score"]
    known = {
        **values,
        "action": Action(values["action"]),
        "status": None if status is None else Status(status),
        "score": None if score is None else Decimal(score),
        "saw_proposal": bool(values["saw_proposal"]),
    }
    return Entry(**known)


class Ledger:
    """What counts for one reviewer after the entries so far: decisions, comments, what can be undone and redone.

    Feeding it every entry of the log, in order, is the whole replay; entries of other
    reviewers are passed over.
    """

    def __init__(self, reviewer: str, entries: Iterable[Entry] = ()) -> None:
        """Replay `entries` for `reviewer`."""
        self.reviewer = reviewer
        self._groups: dict[int, list[Entry]] = {}
        self._done: list[int] = []
        self._undone: list[int] = []
        self._rows: dict[str, list[Entry]] = {}
        self._history: dict[str, list[Entry]] = {}
        for entry in entries:
            self.apply(entry)

    def apply(self, entry: Entry) -> tuple[str, ...]:
        """Take in the next entry of the log and return the ids of the rows that it touches.

        Raises:
            ReviewError: the entry undoes or redoes what is not the last thing done or undone.
        """
        if entry.reviewer != self.reviewer:
            return ()
        self._history.setdefault(entry.row_id, []).append(entry)
        if entry.action is Action.UNDO:
            touched = self._move(entry, self._done, self._undone)
            for undone in touched:
                self._rows[undone.row_id].remove(undone)
        elif entry.action is Action.REDO:
            touched = self._move(entry, self._undone, self._done)
            for redone in touched:
                self._rows[redone.row_id].append(redone)
        else:
            touched = [entry]
            if entry.group not in self._groups:
                self._done.append(entry.group)
                self._undone.clear()
            self._groups.setdefault(entry.group, []).append(entry)
            self._rows.setdefault(entry.row_id, []).append(entry)
        return tuple(one.row_id for one in touched)

    def _move(self, entry: Entry, source: list[int], target: list[int]) -> list[Entry]:
        """Take the group that `entry` names from the top of one stack to the other."""
        if source[-1:] != [entry.undoes]:
            message = (
                f"entry {entry.seq} of '{entry.reviewer}' undoes what was not done last. Run `perfnlp review verify`."
            )
            raise ReviewError(message)
        target.append(source.pop())
        return self._groups[target[-1]]

    def latest(self, row_id: str) -> Entry | None:
        """Return the entry that decides a row, None while it is open; a deferred row is open."""
        deciding = [entry for entry in self._rows.get(row_id, ()) if entry.action in _STANDING]
        return deciding[-1] if deciding and deciding[-1].action is not Action.DEFER else None

    def is_deferred(self, row_id: str) -> bool:
        """Return whether the row was put off and not decided since."""
        deciding = [entry for entry in self._rows.get(row_id, ()) if entry.action in _STANDING]
        return bool(deciding) and deciding[-1].action is Action.DEFER

    def was_decided(self, row_id: str) -> bool:
        """Return whether the row was ever decided, undone since or not."""
        return any(entry.action in _DECIDING for entry in self.history(row_id))

    def comments(self, row_id: str) -> tuple[str, ...]:
        """Return the reviewer's words on a row, oldest first, without those undone."""
        return tuple(entry.comment for entry in self._rows.get(row_id, ()) if entry.comment)

    def history(self, row_id: str) -> tuple[Entry, ...]:
        """Return every entry about the row, undone ones and undoing ones too."""
        return tuple(self._history.get(row_id, ()))

    def to_undo(self) -> tuple[Entry, ...]:
        """Return the entries that the next undo takes back, () if there are none."""
        return tuple(self._groups[self._done[-1]]) if self._done else ()

    def to_redo(self) -> tuple[Entry, ...]:
        """Return the entries that the next redo brings again, () if there are none."""
        return tuple(self._groups[self._undone[-1]]) if self._undone else ()

    def decisions(self) -> dict[str, Entry]:
        """Return the deciding entry of every decided row."""
        found = ((row_id, self.latest(row_id)) for row_id in self._rows)
        return {row_id: entry for row_id, entry in found if entry is not None}


def reviewers(entries: Iterable[Entry]) -> tuple[str, ...]:
    """Return who acted, in order of first appearance."""
    return tuple(dict.fromkeys(entry.reviewer for entry in entries))
