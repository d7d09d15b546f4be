"""OpenDocument spreadsheets (.ods): the file keeps the text that each cell shows, so nothing is formatted anew."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from perfnlp.errors import ReadingError
from perfnlp.reading.number_formats import GENERAL, show_number
from perfnlp.reading.office_package import OfficePackage, attribute, tag
from perfnlp.reading.sheet_cells import Area, Sheet, TypedText, address, typed

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_TAGS = ("style", "table-source", "table-column", "table-row", "shapes", "table")
_CELLS = frozenset({"table-cell", "covered-table-cell"})
_ASIDE = {
    "image": "张图片", "object": "个图表或对象", "text-box": "个文本框", "custom-shape": "个图形",
    "annotation": "条批注",
}  # fmt: skip
"""What stands in a cell or over it and is not its text."""
_PRONUNCIATION = "ruby-text"
_MAX_CELLS = 3_000_000
_LAST_ROW = 1_048_576


class _OdsReader:
    """Fills one `Sheet` after the other from the elements of content.xml, in the order of the file."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._hidden_styles: set[str] = set()
        self._n_cells = 0
        self._open()

    def _open(self) -> None:
        self._sheet = Sheet(title="")
        self._is_copy = False
        self._row = 0
        self._column = 0
        self._drawn = Counter[str]()

    def add(self, element: "Element") -> Iterator[Sheet]:
        """Take one element; yield the sheet that it completes."""
        kind = tag(element)
        if kind == "style":
            is_hidden = any(attribute(child, "display") == "false" for child in element)
            self._hidden_styles.update([attribute(element, "name") or ""] if is_hidden else [])
        elif kind == "table-source":
            self._is_copy = True
        elif kind == "table-column":
            self._add_column(element)
        elif kind == "table-row":
            self._add_row(element)
        elif kind == "shapes":
            self._count_drawn(element)
        else:
            self._sheet.title = attribute(element, "name") or ""
            self._sheet.is_hidden = attribute(element, "style-name") in self._hidden_styles
            self._sheet.leave(self._drawn)
            if not self._is_copy:  # of a sheet in another file that formulas here refer to
                yield self._sheet
            self._open()

    def _add_column(self, element: "Element") -> None:
        first = self._column + 1
        self._column += _repeated(element, "number-columns-repeated")
        if attribute(element, "visibility") in {"collapse", "filter"}:
            self._sheet.hidden_columns.append((first, self._column))

    def _add_row(self, element: "Element") -> None:
        top = self._row + 1
        n_rows = _repeated(element, "number-rows-repeated")
        self._row = min(self._row + n_rows, _LAST_ROW)
        self._count_drawn(element)
        column = 1
        for cell in element:
            if tag(cell) in _CELLS:
                n_columns = _repeated(cell, "number-columns-repeated")
                self._add_cell(cell, range(top, self._row + 1), range(column, column + n_columns))
                column += n_columns
        if attribute(element, "visibility") in {"collapse", "filter"}:
            self._sheet.hidden_rows.update(row for row in range(top, self._row + 1) if row in self._sheet.cells)

    def _add_cell(self, cell: "Element", rows: range, columns: range) -> None:
        sheet = self._sheet
        height = _repeated(cell, "number-rows-spanned")
        width = _repeated(cell, "number-columns-spanned")
        text = _text(cell)
        has_no_result = attribute(cell, "formula") is not None and attribute(cell, "value-type") is None and not text
        is_error = any(value == "error" and key.endswith("}value-type") for key, value in cell.items())
        if not text and not has_no_result and height == width == 1:
            return
        self._n_cells += len(rows) * len(columns)
        if self._n_cells > _MAX_CELLS:
            message = f"cannot read '{self._name}': it holds more than {_MAX_CELLS} cells. Split it into several files."
            raise ReadingError(message)
        for row in rows:
            for column in columns:
                sheet.put(row, column, text)
                if has_no_result:
                    sheet.formulas.setdefault(row, []).append(address(row, column))
                if height > 1 or width > 1:
                    sheet.merges.append(Area(row, column, row + height - 1, column + width - 1))
                if is_error:
                    sheet.remark(row, f"单元格{address(row, column)}是错误值{text}，请核对。")

    def _count_drawn(self, element: "Element") -> None:
        for child in element.iter("{*}*"):
            is_stand_in = tag(child) == "image" and child.getprevious() is not None  # the look of a chart
            if tag(child) in _ASIDE and not is_stand_in:
                self._drawn[_ASIDE[tag(child)]] += 1


def read_ods_sheets(data: bytes, name: str) -> Iterator[Sheet]:
    """Yield the sheets of an OpenDocument spreadsheet.

    Raises:
        ReadingError: it is no such file, damaged, behind a password, or larger than any report.
    """
    package = OfficePackage(data, name, "OpenDocument spreadsheet")
    manifest = package.xml("META-INF/manifest.xml")
    if manifest is not None and any(True for _ in manifest.iter("{*}encryption-data")):
        message = f"cannot read '{name}': it is behind a password. Open it in its program and save it without one."
        raise ReadingError(message)
    reader = _OdsReader(name)
    for element in package.walk("content.xml", _TAGS):
        yield from reader.add(element)


def _repeated(element: "Element", name: str) -> int:
    text = attribute(element, name) or ""
    return max(int(text), 1) if text.isdecimal() and len(text) < 10 else 1  # noqa: PLR2004  digits


def _text(cell: "Element") -> str:
    """Return what the cell shows: its paragraphs, one a line; the value itself where a program wrote no text."""
    shown = "\n".join(_inline(child) for child in cell if tag(child) == "p")
    kind = attribute(cell, "value-type")
    value = _number(attribute(cell, "value"))
    if kind == "boolean" and shown.strip():
        return TypedText(shown, attribute(cell, "boolean-value") == "true")
    if value is None:
        return shown or attribute(cell, "string-value") or attribute(cell, "date-value") or ""
    if shown.strip():
        return typed(shown, value)
    return typed(show_number(value, "0.00%" if kind == "percentage" else GENERAL).text, value)


def _inline(element: "Element") -> str:
    """Return the text of a paragraph with its spaces, tabs and breaks, which are elements in this format."""
    pieces = [element.text or ""]
    for child in element:
        kind = tag(child)
        if kind == "s":
            pieces.append(" " * min(_repeated(child, "c"), 255))
        elif kind == "tab":
            pieces.append("\t")
        elif kind == "line-break":
            pieces.append("\n")
        elif kind not in _ASIDE and kind != _PRONUNCIATION:
            pieces.append(_inline(child))
        pieces.append(child.tail or "")
    return "".join(pieces)


def _number(text: str | None) -> Decimal | None:
    try:
        number = Decimal(text or "")
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
