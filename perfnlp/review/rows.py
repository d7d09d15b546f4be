"""The rows under review, and how the rows of a new annotation run find their predecessors."""

import hashlib
import json
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from perfnlp.annotation import Record

_TEXTS = ("indicator", "target", "actual", "points", "self_score", "note")
"""The keys of a record that a reviewer judges by; the proposal is none of them."""
Values = tuple[Any, ...]
"""One row of a table in a store."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of a store.

    Attributes:
        row_id: stays the same over all annotation runs.
        position: place in the run, from 0.
        record: the annotation record of the latest run.
        changed_in: number of the run that last changed what the row says, 1 for the first;
            decisions made before it have to be made again.
        was: what the row said before that run, None if it never changed.
    """

    row_id: str
    position: int
    record: Record
    changed_in: int = 1
    was: Record | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One annotation run.

    Attributes:
        batch: its number, from 1.
        at: when it was added, UTC, ISO 8601.
        origin: where its records come from, as the user named it.
        rows: in document order.
    """

    batch: int
    at: str
    origin: str
    rows: tuple[Row, ...]


def record_digest(record: Record) -> str:
    """Return SHA-256 in hex over a record, whatever the order of its keys."""
    return hashlib.sha256(json.dumps(record, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def row_of(values: Values) -> Row | None:
    """Return the row that a store keeps as `values`, None if they are not as they were written."""
    if _sha256(values[:-1]) != values[-1]:
        return None
    _, position, row_id, changed_in, record, was, _ = values
    return Row(
        row_id=row_id,
        position=position,
        record=json.loads(record),
        changed_in=changed_in,
        was=None if was is None else json.loads(was),
    )


def row_values(row: Row, batch: int) -> Values:
    """Return a row as its table holds it, its digest last."""
    record = json.dumps(row.record, ensure_ascii=False)
    was = None if row.was is None else json.dumps(row.was, ensure_ascii=False)
    values = (batch, row.position, row.row_id, row.changed_in, record, was)
    return (*values, _sha256(values))


def run_digest(run: Values, rows: Sequence[Values]) -> str:
    """Return SHA-256 in hex over a run without its digest, and the digests of its rows."""
    return _sha256((*run, *(values[-1] for values in rows)))


def _sha256(values: Values) -> str:
    return hashlib.sha256(json.dumps(values, ensure_ascii=False, default=repr).encode()).hexdigest()


def match_rows(records: Sequence[Record], known: Sequence[Row], *, batch: int) -> tuple[Row, ...]:
    """Return the rows of a new run, each under the id of the row of an earlier run that it continues.

    A record continues the row with its id, else the row that says the same at the same
    place, else the row of the same name there: document, section, levels and name, the first with the
    first where several share them. What continues none is new.
    """
    found = _match(records, known)
    ids = {row.row_id for row in known}
    return tuple(
        _follow(record, position, found[position], batch=batch)
        if position in found
        else Row(row_id=_unused(str(record["id"]), ids), position=position, record=record, changed_in=batch)
        for position, record in enumerate(records)
    )


def _unused(wanted: str, ids: set[str]) -> str:
    """Return an id for a new row: a text that came back may meet the row that it once began."""
    number = 1
    row_id = wanted
    while row_id in ids:
        number += 1
        row_id = f"{wanted}-{number}"
    ids.add(row_id)
    return row_id


def _match(records: Sequence[Record], known: Sequence[Row]) -> Mapping[int, Row]:
    """Return position of a record -> the row it continues; each row is continued once."""
    found: dict[int, Row] = {}
    for keys in (_by_id, _by_text, _by_name):
        taken = {row.row_id for row in found.values()}
        left = [row for row in known if row.row_id not in taken]
        rows = dict(zip(_numbered([keys(row.record) for row in left]), left, strict=True))
        open_positions = [position for position in range(len(records)) if position not in found]
        numbered = _numbered([keys(records[position]) for position in open_positions])
        found |= {position: rows[key] for position, key in zip(open_positions, numbered, strict=True) if key in rows}
    return found


def _numbered(keys: Sequence[Hashable]) -> list[tuple[Hashable, int]]:
    """Tell equal keys apart by their running number."""
    seen: Counter[Hashable] = Counter()
    numbered = []
    for key in keys:
        seen[key] += 1
        numbered.append((key, seen[key]))
    return numbered


def _by_id(record: Record) -> Hashable:
    return str(record["id"])


def _by_text(record: Record) -> Hashable:
    return _by_name(record), *(record[key] for key in _TEXTS)


def _by_name(record: Record) -> Hashable:
    source = record["source"]
    return source["path"], source["section"], record["level1"], record["level2"], record["indicator"]


def _follow(record: Record, position: int, before: Row, *, batch: int) -> Row:
    if all(record[key] == before.record[key] for key in _TEXTS):
        return replace(before, position=position, record=record)
    return Row(row_id=before.row_id, position=position, record=record, changed_in=batch, was=before.record)
