"""Align found rows with gold rows by their text, and count what is exact."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import pairwise

import numpy as np
from scipy.optimize import linear_sum_assignment

from perfnlp.annotation import Record
from perfnlp.corpus import LabelledRow
from perfnlp.evaluation.legibility import Legibility, add_up, measure_legibility
from perfnlp.records import Indicator, Status
from perfnlp.text import squeeze

_LEAST_SIMILARITY = 0.6
_NOTHING = frozenset({"-", "--", "/", "\\", "*", "无"})
_CREDITED = {Status.COMPLETED, Status.EXCEEDED}
_NO_CREDIT = {Status.NOT_COMPLETED, Status.UNCLEAR}


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractionReport:
    """How one document's rows compare with its gold.

    Attributes:
        document: name of the gold file.
        n_gold, n_found, n_matched: rows.
        n_whole: gold rows found with name, level 1, target, actual, points and own score all exact.
        exact: check -> (rows exact, rows checked); only rows whose gold has the field
            are checked.
        legibility: how well the characters of the matched rows were read.
        status_right: matched rows whose status gold accepts.
        dangerous: rows that gold calls not completed or unclear, credited without review.
        missed, invented: texts of the unmatched rows.
        broken: texts of the matched rows that are not whole, and which of their fields differ.
        wrong: (gold row's text, gold status, given status) of matched rows graded wrong.
    """

    document: str
    n_gold: int
    n_found: int
    n_matched: int
    n_whole: int
    exact: dict[str, tuple[int, int]]
    legibility: Legibility
    status_right: int
    dangerous: tuple[str, ...]
    missed: tuple[str, ...]
    invented: tuple[str, ...]
    broken: tuple[str, ...]
    wrong: tuple[tuple[str, str, str], ...]


def evaluate_extraction(document: str, records: Sequence[Record], gold: Sequence[LabelledRow]) -> ExtractionReport:
    """Return how `records`, the annotations of one document, compare with its gold rows."""
    pairs = align(records, gold)
    matched = [(records[found], gold[wanted]) for found, wanted in pairs]
    found_places, gold_places = ({pair[side] for pair in pairs} for side in (0, 1))
    right = [row.accepts(Status(record["status"])) for record, row in matched]
    differing = [(row, differing_fields(record, row.indicator)) for record, row in matched]
    return ExtractionReport(
        document=document,
        n_gold=len(gold),
        n_found=len(records),
        n_matched=len(pairs),
        n_whole=sum(not fields for _, fields in differing),
        exact=_exact(matched),
        legibility=measure_legibility(matched),
        status_right=sum(right),
        dangerous=tuple(_shown_row(row) for record, row in matched if _is_dangerous(record, row)),
        missed=tuple(_shown_row(row) for place, row in enumerate(gold) if place not in gold_places),
        invented=tuple(_shown(record) for place, record in enumerate(records) if place not in found_places),
        broken=tuple(f"{_shown_row(row)}: {'; '.join(fields)}" for row, fields in differing if fields),
        wrong=tuple(
            (_shown_row(row), row.status.value, record["status"])
            for (record, row), is_right in zip(matched, right, strict=True)
            if not is_right
        ),
    )


def merge(name: str, reports: Sequence[ExtractionReport]) -> ExtractionReport:
    """Return the counts of several documents together, as if of one called `name`."""
    right, checked = Counter[str](), Counter[str]()
    for report in reports:
        for check, (n_right, n_checked) in report.exact.items():
            right[check] += n_right
            checked[check] += n_checked
    return ExtractionReport(
        document=name,
        n_gold=sum(report.n_gold for report in reports),
        n_found=sum(report.n_found for report in reports),
        n_matched=sum(report.n_matched for report in reports),
        n_whole=sum(report.n_whole for report in reports),
        exact={check: (right[check], checked[check]) for check in checked},
        legibility=add_up(report.legibility for report in reports),
        status_right=sum(report.status_right for report in reports),
        dangerous=_named(reports, lambda report: report.dangerous),
        missed=_named(reports, lambda report: report.missed),
        invented=_named(reports, lambda report: report.invented),
        broken=_named(reports, lambda report: report.broken),
        wrong=tuple((f"{report.document}: {row[0]}", *row[1:]) for report in reports for row in report.wrong),
    )


def differing_fields(record: Record, row: Indicator) -> tuple[str, ...]:
    """Return what keeps `record` from being `row` whole: each field that differs, with the text found.

    White space, the kind of quote marks and the mark for an empty cell make no difference; a
    row without a name (the form has none) takes any.
    """
    texts = {
        "indicator": row.name or record["indicator"],
        "level1": row.level1,
        "target": row.target,
        "actual": row.actual,
    }
    numbers = {"points": row.points, "self_score": row.self_score}
    differing = [field for field, wanted in texts.items() if not _same(record[field], wanted)]
    differing += [field for field, wanted in numbers.items() if _number(record[field]) != wanted]
    return tuple(f"{field} found {record[field]}" for field in differing)


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
    actual = _alike(record["actual"], wanted.actual)
    if actual < _LEAST_SIMILARITY:
        return 0.0
    name, target = _alike(record["indicator"], wanted.name), _alike(record["target"], wanted.target)
    if not wanted.actual and (name if wanted.name else target) < _LEAST_SIMILARITY:
        return 0.0
    return 3 * actual + target + name


def _alike(one: str | None, other: str | None) -> float:
    one, other = _squeezed(one or ""), _squeezed(other or "")
    if one == other:
        return 1.0
    pairs, other_pairs = Counter(pairwise(one)), Counter(pairwise(other))
    total = pairs.total() + other_pairs.total()
    return 2 * (pairs & other_pairs).total() / total if total else 0.0


@cache
def _squeezed(text: str) -> str:
    """Return `text` as it is compared: a mark that stands for nothing is nothing."""
    squeezed = squeeze(text)
    return "" if squeezed in _NOTHING else squeezed


def _exact(matched: Sequence[tuple[Record, LabelledRow]]) -> dict[str, tuple[int, int]]:
    checks: dict[str, Callable[[Record, LabelledRow], bool | None]] = {
        "name": lambda record, row: _same(record["indicator"], row.indicator.name) if row.indicator.name else None,
        "target": lambda record, row: _same(record["target"], row.indicator.target),
        "actual": lambda record, row: _same(record["actual"], row.indicator.actual),
        "name+target+actual": lambda record, row: (
            _same(record["indicator"], row.indicator.name or record["indicator"])
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
    return _squeezed(one or "") == _squeezed(other or "")


def _equal(found: float | None, wanted: Decimal | int | None) -> bool | None:
    if wanted is None:
        return None
    return _number(found) == wanted


def _number(found: float | None) -> Decimal | None:
    return None if found is None else Decimal(str(found))


def _named(reports: Sequence[ExtractionReport], rows: Callable[[ExtractionReport], tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(f"{report.document}: {row}" for report in reports for row in rows(report))


def _is_dangerous(record: Record, row: LabelledRow) -> bool:
    return row.status in _NO_CREDIT and Status(record["status"]) in _CREDITED and not record["needs_review"]


def _shown(record: Record) -> str:
    return f"{record['indicator']} | {record['target']} | {record['actual']}"


def _shown_row(row: LabelledRow) -> str:
    return f"{row.indicator.name} | {row.indicator.target} | {row.indicator.actual}"
