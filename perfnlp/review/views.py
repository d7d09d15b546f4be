"""Ways to look at the rows under review: filters, orders, what a row has at stake, sums."""

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from perfnlp.records import Status
from perfnlp.review.rows import Row
from perfnlp.text import squeeze


class Order(StrEnum):
    """How the rows are sorted."""

    STAKE = "stake"  # expected points in doubt, most first
    DOCUMENT = "document"
    CONFIDENCE = "confidence"  # least first


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which rows are shown; what is None or "" does not filter.

    Attributes:
        status: proposed status.
        needs_review: whether the machine asks for a look.
        is_open: whether the row is undecided.
        section, document: as in the record's source.
        gap: least difference between own and proposed score, in points.
        confidence: greatest confidence.
        text: words that indicator, target, actual or note hold.
    """

    status: Status | None = None
    needs_review: bool | None = None
    is_open: bool | None = None
    section: str | None = None
    document: str | None = None
    gap: Decimal | None = None
    confidence: float | None = None
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Where a session stands; points count rows that have the number.

    Attributes:
        n_decided, n_rows: decided and all rows.
        own, proposed, decided: sums of points over all rows: self scores, proposals, decisions.
        seconds_left: rows left times the median of what a looked-at row took; None before the first.
    """

    n_decided: int
    n_rows: int
    own: Decimal
    proposed: Decimal
    decided: Decimal
    seconds_left: float | None


class Tally:
    """The sums behind `Progress`, kept up to date decision by decision."""

    def __init__(self, rows: Sequence[Row]) -> None:
        """Begin with no decision on `rows`."""
        self._n_rows, self._n_decided = len(rows), 0
        self._own = total(points_of(row, "self_score") for row in rows)
        self._proposed = total(points_of(row, "proposed_score") for row in rows)
        self._decided = Decimal(0)
        self._seconds: list[float] = []

    def add(self, score: Decimal | None, seconds: float) -> None:
        """Count a decision."""
        self._n_decided += 1
        self._decided += score or 0
        if seconds > 0:
            insort(self._seconds, seconds)

    def drop(self, score: Decimal | None, seconds: float) -> None:
        """Take a decision that was counted out again."""
        self._n_decided -= 1
        self._decided -= score or 0
        if seconds > 0:
            del self._seconds[bisect_left(self._seconds, seconds)]

    def progress(self) -> Progress:
        """Return counts, sums and the estimate of the time left."""
        times, n_left = self._seconds, self._n_rows - self._n_decided
        return Progress(
            n_decided=self._n_decided,
            n_rows=self._n_rows,
            own=self._own,
            proposed=self._proposed,
            decided=self._decided,
            seconds_left=n_left * times[len(times) // 2] if times else None,
        )


def passes(row: Row, wanted: Filter, *, is_open: bool) -> bool:
    """Return whether `row`, which `is_open` or decided, passes the filter `wanted`."""
    record = row.record
    return (
        (wanted.status is None or record["status"] == wanted.status)
        and (wanted.needs_review is None or needs_review(row) is wanted.needs_review)
        and (wanted.is_open is None or is_open is wanted.is_open)
        and (wanted.section is None or record["source"]["section"] == wanted.section)
        and (wanted.document is None or record["source"]["path"] == wanted.document)
        and (wanted.gap is None or gap(row) >= wanted.gap)
        and (wanted.confidence is None or record["confidence"] <= wanted.confidence)
        and (not wanted.text or squeeze(wanted.text) in squeeze("\n".join(texts_of(row))))
    )


def gap(row: Row) -> Decimal:
    """Return the difference between own and proposed score, 0 where one is missing."""
    own, proposed = points_of(row, "self_score"), points_of(row, "proposed_score")
    return abs(own - proposed) if own is not None and proposed is not None else Decimal(0)


def needs_review(row: Row) -> bool:
    """Return whether the machine asks for a look at the row."""
    return bool(row.record["needs_review"])


def points_of(row: Row, key: str) -> Decimal | None:
    """Return `points`, `self_score` or `proposed_score` of a row, None where it has none."""
    value = row.record[key]
    return None if value is None else Decimal(str(value))


def texts_of(row: Row) -> tuple[str, ...]:
    """Return what the row says in words: indicator, target, actual, note."""
    return tuple(row.record[key] or "" for key in ("indicator", "target", "actual", "note"))


def statement_of(row: Row) -> tuple[str, str]:
    """Return target and actual text without white space: rows with equal ones say the same."""
    return squeeze(row.record["target"] or ""), squeeze(row.record["actual"] or "")


def stake(row: Row) -> float:
    """Return the expected points in doubt: the points, 1 without any, times the chance that the status is wrong."""
    points = row.record["points"]
    return (1.0 if points is None else float(points)) * (1.0 - float(row.record["confidence"]))


def total(points: Iterable[Decimal | None]) -> Decimal:
    """Return the sum of the points that are there."""
    return sum((value for value in points if value is not None), Decimal(0))


SORT_KEYS: Mapping[Order, Callable[[Row], Any]] = {
    Order.STAKE: lambda row: (-stake(row), row.position),
    Order.DOCUMENT: lambda row: row.position,
    Order.CONFIDENCE: lambda row: (row.record["confidence"], row.position),
}
