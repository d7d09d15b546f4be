"""Old Excel workbooks (.xls) and OpenDocument spreadsheets (.ods), every sheet as its program shows it."""

import io
import struct
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from perfnlp.errors import ReadingError
from perfnlp.reading.format_tokens import BUILTIN_FORMATS
from perfnlp.reading.front_matter import make_report
from perfnlp.reading.number_formats import GENERAL, show_text
from perfnlp.reading.ods import read_ods_sheets
from perfnlp.reading.options import ReadingOptions
from perfnlp.reading.sheet_cells import Area, Sheet, TypedText, address
from perfnlp.reading.sheets import make_tables, split_blocks
from perfnlp.reading.xls_drawings import count_drawings
from perfnlp.records import Report, Table

if TYPE_CHECKING:
    import xlrd.book
    import xlrd.sheet

_BIFF8 = 80
_ZIP = b"PK\x03\x04"
_DAMAGED = (
    AssertionError, struct.error, LookupError, ValueError, TypeError, AttributeError,
    NameError, OverflowError, MemoryError, NotImplementedError, RecursionError, EOFError,
)  # fmt: skip
"""What xlrd lets through, beside its own error, on a workbook that is cut or changed."""
_REDEFINED = frozenset({*range(5, 9), *range(37, 45)})
"""Built-in formats that every .xls file spells out for itself."""


def read_calc(data: bytes, name: str, _options: ReadingOptions) -> Report:
    """Return the report in a workbook: one table a sheet, its titles and notes as paragraphs.

    Raises:
        ReadingError: it is no workbook, damaged, behind a password, or larger than any report.
    """
    tables, remarks = read_calc_tables(data, name)
    return make_report(data, name, (block for table in tables for block in split_blocks(table)), remarks)


def read_calc_tables(data: bytes, name: str) -> tuple[list[Table], list[str]]:
    """Return one table for each sheet that holds something, and the remarks on the workbook.

    Raises:
        ReadingError: as `read_calc`.
    """
    sheets = read_ods_sheets(data, name) if data.startswith(_ZIP) else _read_xls_sheets(data, name)
    return make_tables(sheets, name)


def _read_xls_sheets(data: bytes, name: str) -> Iterator[Sheet]:
    import xlrd

    try:
        book = xlrd.open_workbook(
            file_contents=data, formatting_info=True, ragged_rows=True, on_demand=True, logfile=io.StringIO()
        )
    except (xlrd.XLRDError, xlrd.compdoc.CompDocError, *_DAMAGED) as error:
        raise ReadingError(_refusal(name, error)) from error
    stream = bytes(book.mem[book.base : book.base + book.stream_len])
    drawings = count_drawings(stream) if book.biff_version == _BIFF8 else []
    for number in range(book.nsheets):
        try:
            sheet = book.sheet_by_index(number)
        except (xlrd.XLRDError, xlrd.compdoc.CompDocError, *_DAMAGED) as error:
            raise ReadingError(_refusal(name, error)) from error
        made = _read_xls_sheet(sheet, book)
        things = drawings[number] if number < len(drawings) else {}
        made.leave({**things, "条批注": len(sheet.cell_note_map)})
        yield made
        book.unload_sheet(number)


def _refusal(name: str, error: Exception) -> str:
    if "encrypted" in str(error):
        return f"cannot read '{name}': it is behind a password. Name the password with --password-file."
    return f"cannot read '{name}': it is no Excel workbook, or a damaged one. Open it in Excel and save it as .xlsx."


def _read_xls_sheet(source: "xlrd.sheet.Sheet", book: "xlrd.book.Book") -> Sheet:
    sheet = Sheet(title=source.name, is_hidden=bool(source.visibility))
    for row in range(source.nrows):
        for column, cell in enumerate(source.row(row), start=1):
            _put(sheet, row + 1, column, cell, book)
    sheet.merges.extend(Area(top + 1, left + 1, bottom, right) for top, bottom, left, right in source.merged_cells)
    sheet.hidden_columns.extend((at + 1, at + 1) for at, column in source.colinfo_map.items() if column.hidden)
    sheet.hidden_rows.update(at + 1 for at, row in source.rowinfo_map.items() if row.hidden and at + 1 in sheet.cells)
    return sheet


def _put(sheet: Sheet, row: int, column: int, cell: Any, book: "xlrd.book.Book") -> None:
    """Note a cell as Excel shows it."""
    import xlrd

    if cell.ctype in {xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK}:
        return
    if cell.ctype in {xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE}:
        number = Decimal(repr(cell.value))
        sheet.put_number(row, column, number, _format(cell, book), is_1904=bool(book.datemode))
    elif cell.ctype == xlrd.XL_CELL_BOOLEAN:
        sheet.put(row, column, TypedText("TRUE" if cell.value else "FALSE", bool(cell.value)))
    elif cell.ctype == xlrd.XL_CELL_ERROR:
        text = xlrd.error_text_from_code.get(cell.value, "#N/A")
        sheet.remark(row, f"单元格{address(row, column)}是错误值{text}，请核对。")
        sheet.put(row, column, text)
    else:
        text = cell.value.replace("\r\n", "\n").replace("\r", "\n")
        sheet.put(row, column, show_text(text, _format(cell, book)))


def _format(cell: Any, book: "xlrd.book.Book") -> str:
    if cell.xf_index is None or cell.xf_index >= len(book.xf_list):
        return GENERAL
    key = book.xf_list[cell.xf_index].format_key
    if key in BUILTIN_FORMATS and key not in _REDEFINED:
        return BUILTIN_FORMATS[key]
    found = book.format_map.get(key)
    return str(found.format_str) if found is not None else BUILTIN_FORMATS.get(key, GENERAL)
