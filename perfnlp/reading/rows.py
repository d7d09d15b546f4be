"""Rows that are a table already: JSON Lines, CSV and Excel sheets, read into a `Report` of tables."""

import csv
import hashlib
import io
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from perfnlp.errors import ReadingError
from perfnlp.reading.encoding import decode
from perfnlp.records import Locator, Report, Table, TableRow

if TYPE_CHECKING:
    from openpyxl.cell import Cell, MergedCell

_ZIP = b"PK\x03\x04"


def read_rows(path: Path) -> Report:
    """Return the tables of `path`: one for a text file, one for each sheet of a workbook.

    The first row holds the headings as the file has them; in JSON Lines these are the
    keys of all objects in the order in which they first appear.

    Raises:
        ReadingError: the file is missing, empty, or not what its ending says.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        message = f"cannot read '{path}': {error.strerror or error}. Check the path and its permissions."
        raise ReadingError(message) from error
    return read_rows_bytes(data, str(path))


def read_rows_bytes(data: bytes, name: str) -> Report:
    """Return the tables in `data`; a name without a known ending (standard input) is JSON Lines or CSV by content."""
    suffix = Path(name).suffix.lower()
    if suffix not in _READERS:
        suffix = ".xlsx" if data.startswith(_ZIP) else ".jsonl" if data.lstrip()[:1] == b"{" else ".csv"
    if data.startswith(_ZIP) != (suffix in _WORKBOOKS):
        message = f"cannot read '{name}': its content is not what the ending {suffix} says. Save it again as {suffix}."
        raise ReadingError(message)
    tables = _READERS[suffix](data, name)
    return Report(name=name, sha256=hashlib.sha256(data).hexdigest(), blocks=tuple(tables))


def _csv(data: bytes, name: str) -> list[Table]:
    text = decode(data, name)
    first = text.split("\n", maxsplit=1)[0]
    delimiter = max(",\t;", key=first.count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows: list[TableRow] = []
    try:
        for cells in lines:
            locator = Locator(document=name, line=lines.line_num, table=1, row=len(rows) + 1)
            rows.append(TableRow(cells=tuple(map(_unguarded, cells)), locator=locator))
    except csv.Error as error:
        message = f"cannot read '{name}', line {lines.line_num}: {error}. Save it again as CSV."
        raise ReadingError(message) from error
    return [Table(rows=tuple(rows))]


def _unguarded(cell: str) -> str:
    """Drop the apostrophe that keeps a spreadsheet from running a text as a formula."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in {"=", "+", "-", "@"} else cell


def _jsonl(data: bytes, name: str) -> list[Table]:
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
    return [Table(rows=(head, *rows))]


def _object(line: str, place: str) -> Mapping[str, Any]:
    try:
        fields = json.loads(line)
    except json.JSONDecodeError as error:
        what = f"{error.msg}, column {error.colno}"
        message = f"cannot read {place}: not JSON ({what}). Each line must be one JSON object."
        raise ReadingError(message) from error
    if not isinstance(fields, dict):
        message = f"cannot read {place}: got a JSON {type(fields).__name__}. Each line must be one JSON object."
        raise ReadingError(message)
    return fields


def _printed(value: object) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _xlsx(data: bytes, name: str) -> list[Table]:
    from zipfile import BadZipFile

    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(data), data_only=True)
    except (BadZipFile, KeyError, ValueError, OSError) as error:
        message = f"cannot read '{name}': it is no Excel workbook ({error}). Open it in Excel and save it as .xlsx."
        raise ReadingError(message) from error
    tables = []
    for number, sheet in enumerate(book.worksheets, start=1):
        merged = {
            (row, column): sheet.cell(area.min_row, area.min_col)
            for area in sheet.merged_cells.ranges
            for row in range(area.min_row, area.max_row + 1)
            for column in range(area.min_col, area.max_col + 1)
        }
        rows = tuple(
            TableRow(
                cells=tuple(_shown(merged.get((cell.row, cell.column), cell)) for cell in cells),
                locator=Locator(document=name, table=number, row=place, cell_range=_range(sheet.title, cells)),
            )
            for place, cells in enumerate(sheet.iter_rows(), start=1)
        )
        if rows:
            tables.append(Table(rows=rows))
    return tables


def _range(title: str, cells: "tuple[Cell | MergedCell, ...]") -> str:
    return f"{title}!{cells[0].coordinate}:{cells[-1].coordinate}"


def _shown(cell: "Cell | MergedCell") -> str:
    """Return the cell as Excel shows it: 0.985 under a percent format is 98.5%."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _shown_number(value, cell.number_format or "General")
    if hasattr(value, "strftime"):
        return f"{value.year}年{value.month}月{value.day}日" if hasattr(value, "year") else str(value)
    return str(value)


def _shown_number(value: float, number_format: str) -> str:
    if "%" in number_format:
        decimals = len(number_format.partition("%")[0].partition(";")[0].partition(".")[2])
        return f"{value * 100:.{decimals}f}%"
    return format(value, ".15g")


_WORKBOOKS = frozenset({".xlsx", ".xlsm"})
_READERS: Mapping[str, Callable[[bytes, str], list[Table]]] = {
    ".csv": _csv,
    ".tsv": _csv,
    ".jsonl": _jsonl,
    ".xlsx": _xlsx,
    ".xlsm": _xlsx,
}
