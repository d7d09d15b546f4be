"""Rows and decisions as lines for other tools: JSON Lines, CSV, doccano; nothing is lost on the way back.

Every line carries its whole item, so nothing that a tool does not know of is lost.
"""

import csv as csv_module
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from perfnlp.annotation import COLUMNS, Record
from perfnlp.errors import ReviewError
from perfnlp.export import csv
from perfnlp.records import Action, Decision, Status

KEY = "perfnlp"
"""Of the whole item in a line of another tool."""
_FIELDS = (("indicator", "指标"), ("target", "目标"), ("actual", "实际"), ("note", "备注"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One row under review.

    Attributes:
        row_id: in the store that it comes from.
        record: annotation record, the proposal and the model's version included.
        decision: what counts, who decided it and when; None while the row is undecided.
    """

    row_id: str
    record: Record
    decision: Decision | None


def to_plain(item: Item) -> dict[str, Any]:
    """Return the item as JSON values; a score keeps its digits as text."""
    decision = item.decision
    if decision is None:
        return {"row_id": item.row_id, "record": item.record, "decision": None}
    score = None if decision.score is None else str(decision.score)
    return {"row_id": item.row_id, "record": item.record, "decision": {**asdict(decision), "score": score}}


def from_plain(fields: Any, place: str) -> Item:
    """Return the item that `to_plain` turned into `fields`.

    Raises:
        ReviewError: the fields are no item.
    """
    try:
        record, found = fields["record"], fields["decision"]
        if missing := [key for key in COLUMNS if key not in record]:
            message = f"{place}: the record lacks '{missing[0]}'. Export the store again."
            raise ReviewError(message)
        return Item(row_id=str(fields["row_id"]), record=record, decision=None if found is None else _decision(found))
    except (KeyError, TypeError, ValueError, ArithmeticError) as error:
        message = f"{place} holds no row that `perfnlp export` wrote ({error!r}). Export the store again."
        raise ReviewError(message) from error


def _decision(fields: dict[str, Any]) -> Decision:
    status, score = fields["status"], fields["score"]
    return Decision(
        **{
            **fields,
            "action": Action(fields["action"]),
            "status": None if status is None else Status(status),
            "score": None if score is None else Decimal(score),
        }
    )


def encode_jsonl(items: Sequence[Item]) -> bytes:
    """Return annotation records, one a line, as `perfnlp annotate` writes them, each with its review."""
    records = ({**item.record, KEY: _review(item)} for item in items)
    return _lines(records)


def decode_lines(data: bytes, name: str) -> tuple[Item, ...]:
    """Return the items of `encode_jsonl` or `encode_doccano`, or of what doccano exports of them.

    A line of `perfnlp annotate` is an undecided row.

    Raises:
        ReviewError: a line is none of these, or doccano's text or spans were changed, which a store has no place for.
    """
    return tuple(
        _from_doccano(fields, place) if isinstance(fields.get(KEY), str) else _from_record(fields, place)
        for fields, place in _objects(data, name)
    )


def _from_record(fields: dict[str, Any], place: str) -> Item:
    record = {key: value for key, value in fields.items() if key != KEY}
    review = fields.get(KEY) or {"row_id": fields.get("id"), "decision": None}
    return from_plain({**review, "record": record}, place)


def _review(item: Item) -> dict[str, Any]:
    return {key: value for key, value in to_plain(item).items() if key != "record"}


def encode_csv(items: Sequence[Item]) -> bytes:
    """Return a table for a spreadsheet; its last column holds the whole item."""
    return csv.encode([_sheet_record(item) for item in items])


def _sheet_record(item: Item) -> Record:
    plain = to_plain(item)
    decision = plain["decision"] or {}
    told = {
        f"review_{key}": decision.get(key) for key in ("action", "tier", "score", "reviewer", "decided_at", "comment")
    }
    return {**item.record, **told, KEY: plain}


def decode_csv(data: bytes, name: str) -> tuple[Item, ...]:
    """Return the items of `encode_csv`.

    Raises:
        ReviewError: it is no such table, or one of its cells was changed: edit the workbook instead.
    """
    rows = _csv_rows(data, name)
    if not rows or KEY not in rows[0]:
        message = f"'{name}' has no column '{KEY}'. Name a .csv that `perfnlp export --format csv` wrote."
        raise ReviewError(message)
    place = rows[0].index(KEY)
    items = tuple(
        from_plain(parsed(row[place], f"'{name}', row {number}"), f"'{name}', row {number}")
        for number, row in enumerate(rows[1:], start=2)
    )
    for number, (found, written) in enumerate(zip(rows, _csv_rows(encode_csv(items), name), strict=True), start=1):
        if [cell.split() for cell in found] != [cell.split() for cell in written]:
            message = f"'{name}', row {number} was changed. Decide in `perfnlp review`, or in an exported workbook."
            raise ReviewError(message)
    return items


def _csv_rows(data: bytes, name: str) -> list[list[str]]:
    csv_module.field_size_limit(10_000_000)
    return list(csv_module.reader(io.StringIO(text_of(data, name), newline="")))


def encode_doccano(items: Sequence[Item]) -> bytes:
    """Return doccano's JSON Lines for sequence labelling: the evidence as spans of one text.

    The item travels as text in the metadata, which doccano hands back as it is.
    """
    return _lines(
        {
            "text": whole_text(item.record)[0],
            "label": spans(item.record),
            KEY: json.dumps(to_plain(item), ensure_ascii=False),
        }
        for item in items
    )


def _from_doccano(fields: dict[str, Any], place: str) -> Item:
    try:
        item = from_plain(parsed(fields[KEY], place), place)
        found = [list(span) for span in fields["label"]] if "label" in fields else _entities(fields["entities"])
        text = fields["text"]
    except (KeyError, TypeError) as error:
        message = f"{place} is no line of doccano with the metadata that `perfnlp export` wrote ({error!r})."
        raise ReviewError(message) from error
    if text != whole_text(item.record)[0] or sorted(found) != sorted(spans(item.record)):
        message = (
            f"{place}: text or spans were changed, which a review store cannot take. Label decisions in another tool."
        )
        raise ReviewError(message)
    return item


def _entities(entities: Sequence[dict[str, Any]]) -> list[list[Any]]:
    return [[entity["start_offset"], entity["end_offset"], entity["label"]] for entity in entities]


def whole_text(record: Record) -> tuple[str, dict[str, int]]:
    """Return the row's words as one text, and where each field begins in it."""
    text, starts = "", {}
    for key, label in _FIELDS:
        if record[key]:
            text += ("\n" if text else "") + f"{label}："
            starts[key] = len(text)
            text += record[key]
    return text, starts


def spans(record: Record) -> list[list[Any]]:
    """Return the evidence as [start, end, kind of finding] of the whole text."""
    starts = whole_text(record)[1]
    return [
        [starts[item["field"]] + item["start"], starts[item["field"]] + item["end"], item["label"].partition("=")[0]]
        for item in record["evidence"]
    ]


def _objects(data: bytes, name: str) -> Iterator[tuple[dict[str, Any], str]]:
    """Yield the JSON object of each line and its place."""
    for number, line in enumerate(text_of(data, name).split("\n"), start=1):
        place = f"'{name}', line {number}"
        if not line.strip():
            continue
        fields = parsed(line, place)
        if not isinstance(fields, dict):
            message = f"{place} is no JSON object. Name a file that `perfnlp export` wrote."
            raise ReviewError(message)
        yield fields, place


def parsed(text: Any, place: str) -> Any:
    """Return the JSON value of `text`.

    Raises:
        ReviewError: it is none.
    """
    try:
        return json.loads(text)
    except (ValueError, TypeError) as error:
        message = f"{place} is not JSON ({error}). Name a file that `perfnlp export` wrote."
        raise ReviewError(message) from error


def text_of(data: bytes, name: str) -> str:
    """Return `data` as text.

    Raises:
        ReviewError: it is no UTF-8.
    """
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"'{name}' is no UTF-8 text. Name a file that `perfnlp export` wrote."
        raise ReviewError(message) from error


def _lines(values: Iterable[Any]) -> bytes:
    text = "".join(json.dumps(value, ensure_ascii=False) + "\n" for value in values)
    return text.encode(errors="backslashreplace")
