"""Rows that are a table already: JSON Lines, CSV and spreadsheets, read into a `Report` of tables."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from perfnlp.errors import ReadingError
from perfnlp.reading.calc import read_calc_tables
from perfnlp.reading.encoding import decode
from perfnlp.reading.formats import Format, detect_format
from perfnlp.reading.sheet_cells import TypedText
from perfnlp.reading.sheets import read_csv_table
from perfnlp.reading.xlsx import read_xlsx_tables
from perfnlp.records import Locator, Report, Table, TableRow

__all__ = ["TypedText", "read_rows", "read_rows_bytes"]

_WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xls", ".et", ".ods"})
_LINES = ".jsonl"
_SEPARATED = frozenset({".csv", ".tsv"})
_TEXTS = frozenset({Format.TEXT, Format.CSV})


def read_rows(path: Path) -> Report:
    """Return the tables of `path`: one for a text file, one for each sheet of a workbook.

    The headings stay as the file has them; in JSON Lines these are the keys of all
    objects in the order in which they first appear.

    Raises:
        ReadingError: the file is missing, empty, or no table.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        message = f"cannot read '{path}': {error.strerror or error}. Check the path and its permissions."
        raise ReadingError(message) from error
    return read_rows_bytes(data, str(path))


def read_rows_bytes(data: bytes, name: str) -> Report:
    """Return the tables in `data`: the content tells a workbook, the ending or the first character JSON Lines.

    Raises:
        ReadingError: as `read_rows`.
    """
    suffix = Path(name).suffix.lower()
    found = detect_format(data, name)
    remarks: list[str] = []
    if found is Format.CALC:
        tables, remarks = read_calc_tables(data, name)
    elif found is Format.XLSX or (found is Format.ZIP and suffix in _WORKBOOKS):
        tables, remarks = read_xlsx_tables(data, name)
    elif found not in _TEXTS or suffix in _WORKBOOKS:
        message = (
            f"cannot read '{name}': its content is not what the ending {suffix} says, or no table. "
            "Save it as .xlsx, .csv or .jsonl."
        )
        raise ReadingError(message)
    elif suffix == _LINES or (suffix not in _SEPARATED and data.lstrip()[:1] == b"{"):
        tables = [_read_lines(data, name)]
    else:
        tables = [read_csv_table(data, name)]
    return Report(
        name=name, sha256=hashlib.sha256(data).hexdigest(), blocks=tuple(tables), remarks=tuple(dict.fromkeys(remarks))
    )


def _read_lines(data: bytes, name: str) -> Table:
    objects: list[tuple[int, Mapping[str, Any]]] = []
    for number, line in enumerate(decode(data, name).splitlines(), start=1):
        if line.strip():
            objects.append((number, _object(line, f"'{name}', line {number}")))
    keys = list(dict.fromkeys(key for _, fields in objects for key in fields))
    head = TableRow(cells=tuple(keys), locator=Locator(document=name, line=1, table=1, row=1))
    rows = (
        TableRow(
            cells=tuple(_printed(fields.get(key)) for key in keys),
            locator=Locator(document=name, line=number, table=1, row=number),
        )
        for number, fields in objects
    )
    return Table(rows=(head, *rows))


def _object(line: str, place: str) -> Mapping[str, Any]:
    try:
        fields = json.loads(line, parse_constant=_refuse_constant)
        json.dumps(fields, ensure_ascii=False).encode()  # half a character, as "\\ud800", cannot be written again
    except (ValueError, RecursionError) as error:
        what = f"{error.msg}, column {error.colno}" if isinstance(error, json.JSONDecodeError) else str(error)
        message = f"cannot read {place}: not JSON ({what}). Each line must be one JSON object."
        raise ReadingError(message) from error
    if not isinstance(fields, dict):
        message = f"cannot read {place}: got a JSON {type(fields).__name__}. Each line must be one JSON object."
        raise ReadingError(message)
    return fields


def _refuse_constant(constant: str) -> None:
    message = f"{constant} is no number"
    raise ValueError(message)


def _printed(value: object) -> str:
    if isinstance(value, str):
        return value
    return TypedText("" if value is None else json.dumps(value, ensure_ascii=False), value)
