"""Load and check the labelled rows that the grader learns from and is measured on.

One JSON object a line, labelled by the guideline (`corpus/README.md`). A row is
checked when it is loaded, so a wrong label is one clear sentence, not a strange
number in a report.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, Literal

from perfnlp.errors import CorpusError
from perfnlp.records import Indicator, Kind, Locator, Status

Split = Literal["development", "test"]
DECISION_WEIGHT = 5.0
"""What a reviewer's decision counts in training against a row of the corpus, unless it states a weight."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledRow:
    """An indicator with the labels of a careful reader.

    Attributes:
        indicator: the row as printed.
        doc: the document it comes from; authored rows name their family here.
        source: "web", "report", "authored" or "decision".
        split: by document, never by row.
        kind, status, degree_target, degree_actual: the labels; degrees 0-4.
        also_accepted: other statuses that a second careful reader could defend.
        is_hard: whether more than a simple comparison is needed.
        family: minimal pairs and series share one.
        phenomenon: what an authored row was written for.
        domain: field of government of an authored row.
        weight: how much the row counts in training, > 0.
    """

    indicator: Indicator
    doc: str
    source: str
    split: Split
    kind: Kind
    status: Status
    degree_target: int | None
    degree_actual: int | None
    also_accepted: frozenset[Status]
    is_hard: bool
    family: str | None
    phenomenon: str | None
    domain: str | None = None
    weight: float = 1.0

    def accepts(self, status: Status) -> bool:
        """Return whether `status` is right for this row."""
        return status == self.status or status in self.also_accepted


def load_rows(paths: Iterable[Path], *, test_docs: frozenset[str] = frozenset()) -> tuple[LabelledRow, ...]:
    """Return the rows of `paths` (files, or folders of `*.jsonl`) in order.

    Raises:
        CorpusError: no file, a line that is no JSON object, a label outside the
            guideline, or an id that stands twice.
    """
    rows: list[LabelledRow] = []
    seen: dict[str, str] = {}
    for path in _files(paths):
        for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), start=1):
            if not line.strip():
                continue
            place = f"{path}, line {number}"
            row = _row(_parse(line, place), place, test_docs)
            if row.indicator.id in seen:
                first = seen[row.indicator.id]
                message = f"{place}: id {row.indicator.id!r} stands already at {first}; ids must differ."
                raise CorpusError(message)
            seen[row.indicator.id] = place
            rows.append(row)
    return tuple(rows)


def to_rows(records: Iterable[Mapping[str, Any]], *, origin: str) -> tuple[LabelledRow, ...]:
    """Return annotation records, whose statuses a person decided, as rows to learn from.

    Raises:
        CorpusError: a record lacks a field or has a label outside the guideline.
    """
    return tuple(_row(record, f"{origin}, row {number}", frozenset()) for number, record in enumerate(records, start=1))


def load_corpus(root: Path) -> tuple[LabelledRow, ...]:
    """Return every row of the project's corpus, its split read from `splits.json`."""
    splits = root / "splits.json"
    if not splits.is_file():
        message = f"{splits} is missing: --corpus needs a folder with labelled/*.jsonl and splits.json."
        raise CorpusError(message)
    test_docs = frozenset(json.loads(splits.read_text(encoding="utf-8"))["test"])
    return load_rows([root / "labelled"], test_docs=test_docs)


def digest(rows: Iterable[LabelledRow]) -> str:
    """Return the sha256 of everything that training reads, whatever the order of the files."""
    lines = sorted(
        "\x1f".join(
            map(str, (*_texts(row.indicator), row.doc, row.split, row.status, sorted(row.also_accepted), row.weight))
        )
        for row in rows
    )
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _texts(row: Indicator) -> tuple[str | None, ...]:
    return row.id, row.name, row.level1, row.level2, row.target, row.actual, row.note


def _files(paths: Iterable[Path]) -> list[Path]:
    files: list[Path] = []
    for path in paths:
        found = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
        if not found or not found[0].is_file():
            message = f"no labelled rows at {path}: name a .jsonl file or a folder that holds some."
            raise CorpusError(message)
        files.extend(found)
    return files


def _parse(line: str, place: str) -> Mapping[str, Any]:
    try:
        fields = json.loads(line)
    except json.JSONDecodeError as error:
        message = f"{place}: not JSON ({error.msg}, column {error.colno}); each line must be one JSON object."
        raise CorpusError(message) from error
    if not isinstance(fields, dict):
        message = f"{place}: each line must be one JSON object, got {type(fields).__name__}."
        raise CorpusError(message)
    return fields


def _row(fields: Mapping[str, Any], place: str, test_docs: frozenset[str]) -> LabelledRow:
    origin = fields.get("source") or "gold"
    is_decision = isinstance(origin, dict)  # an annotation record, its status as a person decided it
    path = fields["source"].get("path") if is_decision else None
    doc = str(fields.get("doc") or path or Path(place.split(",", maxsplit=1)[0]).stem)
    try:
        return LabelledRow(
            indicator=_indicator(fields, doc, place),
            doc=doc,
            source="decision" if is_decision else origin,
            split="test" if doc in test_docs else "development",
            kind=Kind(fields["kind"]),
            status=Status(fields["status"]),
            degree_target=fields.get("degree_target"),
            degree_actual=fields.get("degree_actual"),
            also_accepted=frozenset(map(Status, fields.get("also_accepted") or ())),
            is_hard=fields.get("difficulty") == "hard",
            family=fields.get("family"),
            phenomenon=fields.get("phenomenon"),
            domain=fields.get("domain"),
            weight=float(fields.get("weight", DECISION_WEIGHT if is_decision else 1.0)),
        )
    except (KeyError, ValueError, TypeError, InvalidOperation) as error:
        message = f"{place}: {error!r}; see the guideline in corpus/README.md for the fields and their values."
        raise CorpusError(message) from error


def _indicator(fields: Mapping[str, Any], doc: str, place: str) -> Indicator:
    def number(key: str) -> Decimal | None:
        return None if fields.get(key) is None else Decimal(str(fields[key]))

    return Indicator(
        id=str(fields.get("id") or hashlib.sha256(place.encode()).hexdigest()[:16]),
        section=fields.get("section"),
        name=fields["indicator"],
        level1=fields.get("level1"),
        level2=fields.get("level2"),
        target=fields.get("target"),
        actual=fields.get("actual"),
        points=number("points"),
        self_score=number("self_score"),
        note=fields.get("note"),
        locator=Locator(document=doc, row=fields.get("n")),
    )
