"""One sheet of an Excel workbook: its XML elements, one after the other, put into a `Sheet`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, ClassVar

from perfnlp.errors import ReadingError
from perfnlp.reading.number_formats import GENERAL, show_text
from perfnlp.reading.office_package import attribute, tag
from perfnlp.reading.sheet_cells import Area, Sheet, TypedText, address

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_MAX_CELLS = 3_000_000
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_CELL_NAME = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")
_PICTURE = re.compile(r"=(?:_xlfn\.)?DISPIMG\(")
"""What WPS stores as the result of a cell that holds a picture."""
_TRUE = frozenset({"1", "true", "on"})
_PASSED = ("hyperlink", "conditionalFormatting", "dataValidation", "ext")
"""Elements that say nothing about cells and may be many: taken so that they are forgotten one by one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Workbook:
    """What all sheets of a workbook share.

    Attributes:
        name: the report's name, for messages.
        strings: the texts that cells name by number.
        formats: style number -> number format.
        is_1904: whether days are counted from 1904.
        is_stale: whether the file says that stored results of formulas must be worked out anew.
    """

    name: str
    strings: Sequence[str]
    formats: Sequence[str]
    is_1904: bool
    is_stale: bool


class SheetReader:
    """Fills a `Sheet` from the elements of a worksheet part, in the order of the file.

    Attributes:
        tags: the elements it takes.
        n_cells: filled cells so far, in this sheet and those before it.
    """

    tags: ClassVar[tuple[str, ...]] = ("row", "col", "mergeCell", *_PASSED)

    def __init__(self, sheet: Sheet, book: Workbook, n_cells: int) -> None:
        """Prepare to fill `sheet`; `n_cells` were filled in the sheets before it."""
        self.n_cells = n_cells
        self._sheet = sheet
        self._book = book
        self._row = 0
        self._n_formulas = 0

    def add(self, element: "Element") -> None:
        """Take one element.

        Raises:
            ReadingError: the workbook holds more cells than any report.
        """
        kind = tag(element)
        if kind == "row":
            self._add_row(element)
        elif kind == "mergeCell":
            self._add_merge(attribute(element, "ref") or "")
        elif kind == "col" and attribute(element, "hidden") in _TRUE:
            last = min(whole(attribute(element, "max"), 0), _LAST_COLUMN)
            self._sheet.hidden_columns.append((whole(attribute(element, "min"), last), last))

    def close(self) -> None:
        """Tell what is known when the sheet is at its end."""
        if self._book.is_stale and self._n_formulas:
            self._sheet.unread.append(
                f"有{self._n_formulas}个公式，文件标明打开时须重新计算，保存的结果可能不是最新的，请核对。"
            )

    def _add_row(self, element: "Element") -> None:
        self._row = min(max(whole(element.get("r"), self._row + 1), 1), _LAST_ROW)
        if not len(element) or next(element.iter("{*}v", "{*}is", "{*}f"), None) is None:
            return  # formats alone, maybe down to the last row
        column = 0
        for cell in element:
            if tag(cell) != "c":
                continue
            match = _CELL_NAME.fullmatch(cell.get("r") or "")
            column = min(_column(match.group(1)) if match else column + 1, _LAST_COLUMN)
            if len(cell):
                self._add_cell(cell, column)
        filled = self._sheet.cells.get(self._row, ())
        self.n_cells += len(filled)
        if self.n_cells > _MAX_CELLS:
            message = (
                f"cannot read '{self._book.name}': it holds more than {_MAX_CELLS} cells. Split it into several files."
            )
            raise ReadingError(message)
        if filled and element.get("hidden") in _TRUE:
            self._sheet.hidden_rows.add(self._row)

    def _add_cell(self, cell: "Element", column: int) -> None:
        kind = cell.get("t") or "n"
        stored = formula = None
        for child in cell:
            name = tag(child)
            if name == "v":
                stored = child.text or ""
            elif name == "is":
                stored = read_string(child)
            elif name == "f":
                formula = child
        if formula is not None:
            if stored is None or (not stored and kind == "n"):
                self._sheet.formulas.setdefault(self._row, []).append(address(self._row, column))
                return
            self._n_formulas += 1
        if stored:
            self._put(column, kind, stored, self._format(cell.get("s")))

    def _put(self, column: int, kind: str, stored: str, code: str) -> None:
        """Note a cell as Excel shows it."""
        sheet, row = self._sheet, self._row
        if kind == "n":
            number = _number(stored)
            if number is not None:
                sheet.put_number(row, column, number, code, is_1904=self._book.is_1904)
                return
        elif kind == "s":
            at = whole(stored, -1)
            stored = self._book.strings[at] if 0 <= at < len(self._book.strings) else ""
            if not stored and at not in range(len(self._book.strings)):
                sheet.remark(row, f"单元格{address(row, column)}的文字在文件中缺失，请打开原文件核对。")
        elif kind == "str":
            if _PICTURE.match(stored):
                sheet.remark(row, f"单元格{address(row, column)}是图片，其中的内容未读取，请打开原文件查看。")
                return
            stored = unescape(stored)
        elif kind == "b":
            sheet.put(row, column, TypedText("TRUE" if stored in _TRUE else "FALSE", stored in _TRUE))
            return
        elif kind == "e":
            sheet.remark(row, f"单元格{address(row, column)}是错误值{stored}，请核对。")
        elif kind == "d":
            stored = stored.removesuffix("T00:00:00")
        sheet.put(row, column, show_text(stored, code))

    def _format(self, style: str | None) -> str:
        at = whole(style, 0)
        return self._book.formats[at] if at < len(self._book.formats) else GENERAL

    def _add_merge(self, ref: str) -> None:
        first, _, last = ref.partition(":")
        start, end = _CELL_NAME.fullmatch(first), _CELL_NAME.fullmatch(last or first)
        if start and end:
            area = Area(int(start[2]), _column(start[1]), int(end[2]), _column(end[1]))
            self._sheet.merges.append(area)


def read_string(item: "Element") -> str:
    """Return the text of a string, its runs joined, without the pronunciation that stands over it."""
    return unescape("".join(child.text or "" for child in item.iter("{*}t") if not _is_pronunciation(child)))


def unescape(text: str) -> str:
    """Return `text` with its control characters, which XML writes as _x000D_, and one kind of line break."""
    if "_x" in text:
        text = _ESCAPED.sub(_character, text)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def whole(text: str | None, default: int) -> int:
    """Return an attribute as a whole number, `default` where it is missing or no such number."""
    return int(text) if text and text.isdecimal() and len(text) < 10 else default  # noqa: PLR2004  digits


def _is_pronunciation(element: "Element") -> bool:
    parent = element.getparent()
    return parent is not None and tag(parent) == "rPh"


def _character(match: re.Match[str]) -> str:
    character = chr(int(match.group(1), 16))
    return character if character in "\r\n\t_" or character.isprintable() else match.group()


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = 26 * number + ord(letter) - ord("A") + 1
    return number


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
