"""Rows that are a table already: JSON Lines, CSV and Excel sheets, read into a `Report` of tables."""

import csv
import hashlib
import io
import json
import warnings
import zlib
from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal, localcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self
from zipfile import BadZipFile

from perfnlp.errors import ReadingError
from perfnlp.reading.encoding import decode
from perfnlp.records import Locator, Report, Table, TableRow

if TYPE_CHECKING:
    from openpyxl.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

_ZIP = b"PK\x03\x04"


class TypedText(str):
    """A cell as a person sees it that still knows its JSON value, for the columns that pass through untouched."""

    __slots__ = ("value",)
    value: Any

    def __new__(cls, text: str, value: object) -> Self:
        """Return `text` that stands for `value`."""
        made = super().__new__(cls, text)
        made.value = value
        return made


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
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[TableRow] = []
    line = 1
    try:
        for cells in lines:
            locator = Locator(document=name, line=line, table=1, row=len(rows) + 1)
            rows.append(TableRow(cells=tuple(map(_unguarded, cells)), locator=locator))
            line = lines.line_num + 1
    except csv.Error as error:
        message = f"cannot read '{name}', row at line {line}: {error}. Check its quotation marks or save it as .xlsx."
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


def _xlsx(data: bytes, name: str) -> list[Table]:
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings(action="ignore"):  # of styles and extensions that are not read
            book = load_workbook(io.BytesIO(data), data_only=True)
    except _NO_WORKBOOK as error:
        message = (
            f"cannot read '{name}': it is no Excel workbook, or a damaged one. Open it in Excel and save it as .xlsx."
        )
        raise ReadingError(message) from error
    tables = (_sheet(sheet, number, name) for number, sheet in enumerate(book.worksheets, start=1))
    return [table for table in tables if table.rows]


def _sheet(sheet: "Worksheet", number: int, name: str) -> Table:
    """Return the cells up to the last that holds something: formats alone may reach to row 1048576."""
    filled = [cell for cell in sheet._cells.values() if cell.value is not None]  # noqa: SLF001  no public way skips the void
    if not filled:
        return Table(rows=())
    height, width = max(cell.row for cell in filled), max(cell.column for cell in filled)
    merged = {
        (row, column): sheet.cell(area.min_row, area.min_col)
        for area in sheet.merged_cells.ranges
        for row in range(area.min_row, min(area.max_row, height) + 1)
        for column in range(area.min_col, min(area.max_col, width) + 1)
    }
    rows = (
        TableRow(
            cells=tuple(_shown(merged.get((cell.row, cell.column), cell)) for cell in cells),
            locator=Locator(document=name, table=number, row=place, cell_range=_range(sheet.title, cells)),
        )
        for place, cells in enumerate(sheet.iter_rows(max_row=height, max_col=width), start=1)
    )
    return Table(rows=tuple(rows))


def _range(title: str, cells: "tuple[Cell | MergedCell, ...]") -> str:
    return f"{title}!{cells[0].coordinate}:{cells[-1].coordinate}"


def _shown(cell: "Cell | MergedCell") -> str:
    """Return the cell as Excel shows it: 0.985 under a percent format is 98.5%."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return TypedText(str(value).upper(), value)
    if isinstance(value, int | float):
        return _shown_number(value, cell.number_format or "General")
    if hasattr(value, "strftime"):
        return f"{value.year}年{value.month}月{value.day}日" if hasattr(value, "year") else str(value)
    return str(value)


def _shown_number(value: float, number_format: str) -> str:
    if "%" in number_format:
        decimals = len(number_format.partition("%")[0].partition(";")[0].partition(".")[2])
        with localcontext(rounding=ROUND_HALF_UP):
            return f"{Decimal(str(value)) * 100:.{decimals}f}%"
    return TypedText(format(value, ".15g"), value)


# what openpyxl lets through when a ZIP is cut, encrypted, or holds other XML than a workbook's
_NO_WORKBOOK = (
    BadZipFile, zlib.error, LookupError, ValueError, TypeError, AttributeError,
    OSError, SyntaxError, EOFError, RuntimeError,
)  # fmt: skip
_WORKBOOKS = frozenset({".xlsx", ".xlsm"})
_READERS: Mapping[str, Callable[[bytes, str], list[Table]]] = {
    ".csv": _csv,
    ".tsv": _csv,
    ".jsonl": _jsonl,
    ".xlsx": _xlsx,
    ".xlsm": _xlsx,
}
