"""What a record looks like in the cells of a sheet."""

import json
from collections.abc import Sequence
from typing import Any

from perfnlp.annotation import COLUMNS, Record

Cell = str | int | float | bool | None


def columns(records: Sequence[Record]) -> list[str]:
    """Return the keys of the sheet: the contract's, then those passed through, as they first appear."""
    extra = dict.fromkeys(key for record in records for key in record if key not in COLUMNS)
    return [*COLUMNS, *extra]


def cell(record: Record, key: str) -> Cell:
    """Return one cell; lists of sentences stand on lines of their own, other structures as JSON."""
    value: Any = record.get(key)
    if key == "source":
        return " ".join(filter(None, (value["path"], value["location"], value["section"])))
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return "\n".join(value)
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    plain: Cell = value
    return plain
