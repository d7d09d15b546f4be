"""What the corpus holds: counts, near-duplicates, the agreement of two readers, and its splits."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import cohen_kappa_score

from perfnlp.corpus import LabelledRow
from perfnlp.errors import CorpusError
from perfnlp.records import STATUS_ORDER, Status
from perfnlp.text import squeeze

NEAR = 0.9
"""Cosine of character n-grams of name, target, actual and note from which two rows are near-duplicates."""

_TEST_SHARES = {"web": 0.33, "authored": 0.13}
_STRANGER = "authored:c-"  # pairs by an author who had seen neither the other rows nor the code: test only
_SALT = "split-1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How far two readers, who did not see each other's labels, agree.

    Attributes:
        n_rows: rows that both labelled.
        same: share with the same status, 0-1.
        defensible: share where one's status is accepted by the other, 0-1.
        kappa: Cohen's kappa over the five statuses.
        ordered_kappa: quadratic-weighted kappa over the four ordered ones.
        by_status: status -> kappa of "this status or another".
    """

    n_rows: int
    same: float
    defensible: float
    kappa: float
    ordered_kappa: float
    by_status: Mapping[str, float]


def count(rows: Sequence[LabelledRow], key: Callable[[LabelledRow], str]) -> dict[str, Counter[str]]:
    """Return key -> status -> number of rows."""
    table: dict[str, Counter[str]] = {}
    for row in rows:
        table.setdefault(key(row), Counter())[row.status.value] += 1
    return dict(sorted(table.items()))


def near_duplicates(rows: Sequence[LabelledRow]) -> list[tuple[int, int]]:
    """Return the places of every two rows whose texts are all but the same (cosine >= `NEAR`), smaller place first."""
    vectors = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), sublinear_tf=True).fit_transform(map(_text, rows))
    pairs: list[tuple[int, int]] = []
    for start in range(0, len(rows), 1000):
        alike = (vectors[start : start + 1000] @ vectors.T).tocoo()
        near = alike.data >= NEAR
        pairs += [(start + int(one), int(other)) for one, other in zip(alike.row[near], alike.col[near], strict=True)]
    return sorted((one, other) for one, other in pairs if one < other)


def assign_splits(rows: Sequence[LabelledRow]) -> tuple[str, ...]:
    """Return the documents of the test split, sorted.

    A hash of its name decides for each document; documents and families that share
    near-duplicates go to development together, so that no test row has a twin there.
    """
    documents = {row.doc: row for row in rows}
    test = {name for name, row in documents.items() if _is_drawn(row)}
    pairs = [(rows[one].doc, rows[other].doc) for one, other in near_duplicates(rows)]
    while crossing := {name for pair in pairs if len(test & set(pair)) == 1 for name in pair if name in test}:
        test -= crossing
    return tuple(sorted(test))


def agreement(rows: Sequence[LabelledRow], second: Path) -> Agreement:
    """Return how the labels in `second` (JSON Lines: id, status, also_accepted) agree with those of `rows`.

    Raises:
        CorpusError: a line names no row of the corpus.
    """
    by_id = {row.indicator.id: row for row in rows}
    first: list[LabelledRow] = []
    statuses: list[Status] = []
    defended: list[bool] = []
    for line in second.read_text(encoding="utf-8").splitlines():
        fields = json.loads(line)
        row = by_id.get(fields["id"])
        if row is None:
            message = f"{second}: no row of the corpus has the id {fields['id']!r}."
            raise CorpusError(message)
        first.append(row)
        statuses.append(Status(fields["status"]))
        defended.append(row.accepts(statuses[-1]) or row.status.value in fields.get("also_accepted", ()))
    own = [row.status for row in first]
    ordered = [
        (STATUS_ORDER.index(one), STATUS_ORDER.index(other))
        for one, other in zip(own, statuses, strict=True)
        if Status.UNCLEAR not in (one, other)
    ]
    return Agreement(
        n_rows=len(first),
        same=float(np.mean([one == other for one, other in zip(own, statuses, strict=True)])),
        defensible=float(np.mean(defended)),
        kappa=float(cohen_kappa_score(own, statuses)),
        ordered_kappa=float(cohen_kappa_score(*zip(*ordered, strict=True), weights="quadratic")),
        by_status={
            status.value: float(cohen_kappa_score([one == status for one in own], [one == status for one in statuses]))
            for status in Status
        },
    )


def _is_drawn(row: LabelledRow) -> bool:
    if row.doc.startswith(_STRANGER):
        return True
    number = int(hashlib.sha256(f"{_SALT}:{row.doc}".encode()).hexdigest(), 16) % 1000
    return number < 1000 * _TEST_SHARES.get(row.source, 0.0)


def _text(row: LabelledRow) -> str:
    shown = row.indicator
    return "｜".join(squeeze(part or "") for part in (shown.name, shown.target, shown.actual, shown.note))
