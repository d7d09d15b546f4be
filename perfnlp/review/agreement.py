"""How far two judges of the same rows agree: two reviewers, or a reviewer and the machine.

Only judgements of a reviewer's own count: no adjudications, and against the machine only
those that were made with the proposal hidden, so that what is left is the error of the machine.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from statistics import quantiles

from perfnlp.records import STATUS_ORDER, Status
from perfnlp.review.log import Entry
from perfnlp.review.outcomes import counting, is_adjudication
from perfnlp.review.rows import Row
from perfnlp.review.views import points_of

MACHINE = "机器建议"
"""What stands for the machine among the judges."""
_N_SAMPLES = 500
_SEED = 20
_TAIL = 40  # the first and the last of so many equal parts lie outside of a 95 % interval

_Cells = Mapping[tuple[Status, Status], int]
"""How often two judges chose a pair of statuses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One row that two judges decided.

    Attributes:
        row_id: which.
        document: where it stands; rows of one document are alike and are drawn together.
        tier: that the first judge gave it, None for none.
        statuses: of the two.
        scores: of the two, None where there is none.
    """

    row_id: str
    document: str
    tier: str | None
    statuses: tuple[Status, Status]
    scores: tuple[Decimal | None, Decimal | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A number with its 95 % interval by bootstrap over documents.

    Attributes:
        value: None where it has no meaning.
        low: lower end of the interval, None where there is none.
        high: upper end of the interval, None where there is none.
        remark: why there is no value or no interval, in Chinese; "" if both are there.
    """

    value: float | None = None
    low: float | None = None
    high: float | None = None
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How far two judges agree.

    Attributes:
        judges: their names, `MACHINE` for the machine.
        n_rows: rows that both decided.
        n_documents: documents that these rows are of.
        same_status: share with the same status, 0-1.
        kappa: Cohen's, over all statuses.
        ordered_kappa: quadratic-weighted, over the rows to which both gave a status that has an order.
        score_difference: mean absolute difference in points over the rows with two scores, None without any.
        n_higher: rows to which the first judge gave more points than the second.
        by_tier: tier of the first judge -> rows and share with the same status; None stands for no tier.
        disagreed: ids of the rows whose status or score differ.
    """

    judges: tuple[str, str]
    n_rows: int
    n_documents: int
    same_status: Measure
    kappa: Measure
    ordered_kappa: Measure
    score_difference: Decimal | None
    n_higher: int
    by_tier: Mapping[str | None, tuple[int, float]]
    disagreed: tuple[str, ...]


def agreements(rows: Sequence[Row], entries: Sequence[Entry]) -> tuple[Agreement, ...]:
    """Return the agreement of every two reviewers with common rows, then of the machine with each it can be told of."""
    own: dict[str, dict[str, Entry]] = {}
    for row_id, decided in counting(rows, entries).items():
        for entry in decided:
            if not is_adjudication(entry):
                own.setdefault(entry.reviewer, {})[row_id] = entry
    judged = {
        (one, other): [_both(row, own[one].get(row.row_id), own[other].get(row.row_id)) for row in rows]
        for one, other in combinations(sorted(own), 2)
    } | {(MACHINE, name): [_blind(row, own[name].get(row.row_id)) for row in rows] for name in sorted(own)}
    common = {judges: [one for one in found if one is not None] for judges, found in judged.items()}
    return tuple(measure(found, judges=judges) for judges, found in common.items() if found)


def measure(judged: Sequence[Judged], *, judges: tuple[str, str]) -> Agreement:
    """Return how far `judges` agree on the rows, of which there is one at least, that both `judged`."""
    by_document: dict[str, Counter[tuple[Status, Status]]] = {}
    tiers: dict[str | None, list[bool]] = {}
    for row in judged:
        by_document.setdefault(row.document, Counter())[row.statuses] += 1
        tiers.setdefault(row.tier, []).append(_is_same(row))
    scores = [(one, other) for one, other in (row.scores for row in judged) if one is not None and other is not None]
    samples = _samples(tuple(by_document.values()))
    return Agreement(
        judges=judges,
        n_rows=len(judged),
        n_documents=len(by_document),
        same_status=_measured(_share, samples),
        kappa=_measured(_kappa, samples),
        ordered_kappa=_measured(_ordered_kappa, samples),
        score_difference=sum((abs(one - other) for one, other in scores), Decimal(0)) / len(scores) if scores else None,
        n_higher=sum(one > other for one, other in scores),
        by_tier={tier: (len(same), sum(same) / len(same)) for tier, same in tiers.items()},
        disagreed=tuple(row.row_id for row in judged if not _is_same(row) or row.scores[0] != row.scores[1]),
    )


def _both(row: Row, one: Entry | None, other: Entry | None) -> Judged | None:
    if one is None or other is None or one.status is None or other.status is None:
        return None
    return Judged(
        row_id=row.row_id,
        document=row.record["source"]["path"],
        tier=one.tier,
        statuses=(one.status, other.status),
        scores=(one.score, other.score),
    )


def _blind(row: Row, entry: Entry | None) -> Judged | None:
    if entry is None or entry.status is None or entry.saw_proposal:
        return None
    return Judged(
        row_id=row.row_id,
        document=row.record["source"]["path"],
        tier=row.record["tier"],
        statuses=(Status(row.record["status"]), entry.status),
        scores=(points_of(row, "proposed_score"), entry.score),
    )


def _is_same(row: Judged) -> bool:
    return row.statuses[0] == row.statuses[1]


def _samples(documents: Sequence[_Cells]) -> tuple[_Cells, ...]:
    """Return all documents together, then as many drawn with replacement, again and again; one alone is not drawn."""
    import numpy as np

    cells = sorted({pair for document in documents for pair in document})
    counts = np.array([[document.get(pair, 0) for pair in cells] for document in documents])
    n_draws = _N_SAMPLES if len(documents) > 1 else 0
    shares = np.full(len(documents), 1 / len(documents))
    drawn = np.random.default_rng(_SEED).multinomial(len(documents), shares, size=n_draws) @ counts
    together = (counts.sum(axis=0), *drawn)
    return tuple({pair: int(n) for pair, n in zip(cells, sample, strict=True) if n} for sample in together)


def _measured(statistic: Callable[[_Cells], float | None], samples: Sequence[_Cells]) -> Measure:
    value = statistic(samples[0])
    if value is None:
        return Measure(remark="双方对所有行都评为同一种结果或没有可比的行，无法计算。")
    known = [one for sample in samples[1:] if (one := statistic(sample)) is not None]
    if len(known) < _TAIL:
        return Measure(value=value, remark="报告份数太少，不能估计区间。")
    ends = quantiles(known, n=_TAIL, method="inclusive")
    return Measure(value=value, low=ends[0], high=ends[-1])


def _share(cells: _Cells) -> float | None:
    return sum(n for (one, other), n in cells.items() if one == other) / sum(cells.values())


def _kappa(cells: _Cells) -> float | None:
    return _cohen(cells, tuple(Status), weights=None)


def _ordered_kappa(cells: _Cells) -> float | None:
    return _cohen(cells, STATUS_ORDER, weights="quadratic")


def _cohen(cells: _Cells, statuses: Sequence[Status], *, weights: str | None) -> float | None:
    """Return kappa, None where chance alone would agree on every row."""
    from sklearn.metrics import cohen_kappa_score

    places = {status: place for place, status in enumerate(statuses)}
    kept = [(places[one], places[other], n) for (one, other), n in cells.items() if one in places and other in places]
    if len({place for one, other, _ in kept for place in (one, other)}) <= 1:
        return None
    first, second, counts = zip(*kept, strict=True)
    return float(cohen_kappa_score(first, second, labels=range(len(places)), weights=weights, sample_weight=counts))
