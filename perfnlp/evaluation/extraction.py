"""Align found rows with gold rows by their text, and count what is exact."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

import numpy as np
from scipy.optimize import linear_sum_assignment

from perfnlp.annotation import Record
from perfnlp.corpus import LabelledRow
from perfnlp.records import Status
from perfnlp.text import squeeze

_LEAST_SIMILARITY = 0.6
_CREDITED = {Status.COMPLETED, Status.EXCEEDED}
_NO_CREDIT = {Status.NOT_COMPLETED, Status.UNCLEAR}


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractionReport:
    """How one document's rows compare with its gold.

    Attributes:
        document: name of the gold file.
        n_gold, n_found, n_matched: rows.
        exact: check -> (rows exact, rows checked); only rows whose gold has the field
            are checked.
        status_right: matched rows whose status gold accepts.
        dangerous: rows that gold calls not completed or unclear, credited without review.
        missed, invented: texts of the unmatched rows.
        wrong: (gold row's text, gold status, given status) of matched rows graded wrong.
    """

    document: str
    n_gold: int
    n_found: int
    n_matched: int
    exact: dict[str, tuple[int, int]]
    status_right: int
    dangerous: tuple[str, ...]
    missed: tuple[str, ...]
    invented: tuple[str, ...]
    wrong: tuple[tuple[str, str, str], ...]


def evaluate_extraction(document: str, records: Sequence[Record], gold: Sequence[LabelledRow]) -> ExtractionReport:
    """Return how `records`, the annotations of one document, compare with its gold rows."""
    pairs = align(records, gold)
    matched = [(records[found], gold[wanted]) for found, wanted in pairs]
    found_places, gold_places = ({pair[side] for pair in pairs} for side in (0, 1))
    right = [row.accepts(Status(record["status"])) for record, row in matched]
    return ExtractionReport(
        document=document,
        n_gold=len(gold),
        n_found=len(records),
        n_matched=len(pairs),
        exact=_exact(matched),
        status_right=sum(right),
        dangerous=tuple(_shown_row(row) for record, row in matched if _is_dangerous(record, row)),
        missed=tuple(_shown_row(row) for place, row in enumerate(gold) if place not in gold_places),
        invented=tuple(_shown(record) for place, record in enumerate(records) if place not in found_places),
        wrong=tuple(
            (_shown_row(row), row.status.value, record["status"])
            for (record, row), is_right in zip(matched, right, strict=True)
            if not is_right
        ),
    )


def align(records: Sequence[Record], gold: Sequence[LabelledRow]) -> list[tuple[int, int]]:
    """Return pairs (place in records, place in gold) of the best one-to-one alignment.

    Two rows can be a pair only if their actual texts are alike (share of common
    character pairs >= 0.6); names and targets decide between such rows.
    """
    if not records or not gold:
        return []
    scores = np.array([[_similarity(record, row) for row in gold] for record in records])
    places = zip(*linear_sum_assignment(-scores), strict=True)
    return [(int(found), int(wanted)) for found, wanted in places if scores[found, wanted] > 0]


def _similarity(record: Record, row: LabelledRow) -> float:
    wanted = row.indicator
    name = _alike(record["indicator"], wanted.name)
    actual = _alike(record["actual"], wanted.actual)
    target = _alike(record["target"], wanted.target)
    if actual < _LEAST_SIMILARITY or (not wanted.actual and name < _LEAST_SIMILARITY):
        return 0.0
    return 3 * actual + target + name


def _alike(one: str | None, other: str | None) -> float:
    one, other = squeeze(one or ""), squeeze(other or "")
    if one == other:
        return 1.0
    pairs, other_pairs = (Counter(pairwise(text)) for text in (one, other))
    total = pairs.total() + other_pairs.total()
    return 2 * (pairs & other_pairs).total() / total if total else 0.0


def _exact(matched: Sequence[tuple[Record, LabelledRow]]) -> dict[str, tuple[int, int]]:
    checks: dict[str, Callable[[Record, LabelledRow], bool | None]] = {
        "name": lambda record, row: _same(record["indicator"], row.indicator.name),
        "target": lambda record, row: _same(record["target"], row.indicator.target),
        "actual": lambda record, row: _same(record["actual"], row.indicator.actual),
        "name+target+actual": lambda record, row: (
            _same(record["indicator"], row.indicator.name)
            and _same(record["target"], row.indicator.target)
            and _same(record["actual"], row.indicator.actual)
        ),
        "points": lambda record, row: _equal(record["points"], row.indicator.points),
        "self_score": lambda record, row: _equal(record["self_score"], row.indicator.self_score),
        "level1": lambda record, row: (
            None if row.indicator.level1 is None else _same(record["level1"], row.indicator.level1)
        ),
        "note": lambda record, row: None if row.indicator.note is None else _same(record["note"], row.indicator.note),
        "degree_target": lambda record, row: _equal(record["degree_target"], row.degree_target),
        "degree_actual": lambda record, row: _equal(record["degree_actual"], row.degree_actual),
        "kind": lambda record, row: bool(record["kind"] == row.kind),
    }
    results = {name: [check(record, row) for record, row in matched] for name, check in checks.items()}
    return {
        name: (sum(result is True for result in found), sum(result is not None for result in found))
        for name, found in results.items()
    }


def _same(one: str | None, other: str | None) -> bool:
    return squeeze(one or "") == squeeze(other or "")


def _equal(found: float | None, wanted: Decimal | int | None) -> bool | None:
    if wanted is None:
        return None
    return found is not None and Decimal(str(found)) == wanted


def _is_dangerous(record: Record, row: LabelledRow) -> bool:
    return row.status in _NO_CREDIT and Status(record["status"]) in _CREDITED and not record["needs_review"]


def _shown(record: Record) -> str:
    return f"{record['indicator']} | {record['target']} | {record['actual']}"


def _shown_row(row: LabelledRow) -> str:
    return f"{row.indicator.name} | {row.indicator.target} | {row.indicator.actual}"
