"""XLSX: figures as numbers with formats (95% is 0.95), merged ranges, a second sheet, titles above the header."""

import datetime as dt
import io
import re
from random import Random
from typing import Any

from documents.model import Document, Grid
from documents.word import repacked

_NUMBER = re.compile(r"(?:0|[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d*)(\.\d+)?(%?)")
_DATE = re.compile(r"(20\d\d)年(\d{1,2})月(\d{1,2})日")
_MADE = dt.datetime(2024, 3, 15)  # noqa: DTZ001  Excel knows no time zones


def write_xlsx(document: Document, random: Random) -> bytes:
    """Return the document as a workbook: one grid below the other, or each grid on a sheet of its own."""
    from openpyxl import Workbook

    book = Workbook()
    book.properties.creator, book.properties.created, book.properties.modified = "", _MADE, _MADE
    sheet = book.active
    sheet.title = "自评表"
    is_typed = random.random() < 0.8
    own_sheets = random.random() < 0.5
    left = random.choice((0, 0, 0, 1))
    at, n_grids = random.choice((1, 1, 2, 5)), 0
    for block in document.blocks:
        if not isinstance(block, Grid):
            sheet.cell(at, 1 + left, block.text)
            at += 1
            continue
        n_grids += 1
        if own_sheets and n_grids > 1:
            sheet, at = book.create_sheet(f"附表{n_grids}"), 1
        at = _write_grid(sheet, block, at, left, is_typed=is_typed) + random.choice((1, 2))
    if random.random() < 0.3:
        notes = book.create_sheet("填报说明")
        notes["A1"], notes["A2"] = "填报说明", "一、本表由项目实施单位填写，指标值须与批复一致。"
    stream = io.BytesIO()
    book.save(stream)
    return repacked(_without_time(stream.getvalue()))


def _write_grid(sheet: Any, grid: Grid, top: int, left: int, *, is_typed: bool) -> int:
    """Write `grid` from row `top`, `left` columns indented; return the row below it."""
    from openpyxl.styles import Alignment, Border, Side
    from openpyxl.utils import get_column_letter

    line = Side(style="thin")
    for column, width in enumerate(grid.widths, start=1 + left):
        sheet.column_dimensions[get_column_letter(column)].width = width * 1.3
    for at, column, cell in grid.placed():
        first = column + 1 + left
        box = sheet.cell(top + at, first)
        _fill(box, cell.text, is_typed=is_typed)
        box.alignment = Alignment(wrap_text=True, vertical="center", horizontal="left" if cell.is_long else "center")
        box.border = Border(left=line, right=line, top=line, bottom=line)
        if cell.rows * cell.columns > 1:
            end_row, end_column = top + at + cell.rows - 1, first + cell.columns - 1
            sheet.merge_cells(start_row=top + at, start_column=first, end_row=end_row, end_column=end_column)
    return top + len(grid.rows)


def _fill(box: Any, text: str, *, is_typed: bool) -> None:
    """Store `text` as Excel does when a person types it in."""
    number = _NUMBER.fullmatch(text) if is_typed else None
    date = _DATE.fullmatch(text) if is_typed else None
    if number is not None:
        decimals = len(number[1] or ".") - 1
        plain = text.rstrip("%").replace(",", "")
        value = float(plain) if decimals else int(plain)
        box.value = value / 100 if number[2] else value
        whole = "#,##0" if "," in text else "0"
        box.number_format = whole + "." * bool(decimals) + "0" * decimals + number[2]
        if not decimals and whole == "0" and not number[2]:
            box.number_format = "General"
    elif date is not None:
        box.value = dt.datetime(int(date[1]), int(date[2]), int(date[3]))  # noqa: DTZ001  Excel knows no time zones
        box.number_format = 'yyyy"年"m"月"d"日"'
    elif text:
        box.value = text
        box.data_type = "s"  # a text that starts with = is no formula


def _without_time(data: bytes) -> bytes:
    """Return the workbook with the time of saving set back to a fixed one."""
    import zipfile

    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for part in old.namelist():
            content = old.read(part)
            if part == "docProps/core.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT[\d:]+Z", b"2024-03-15T00:00:00Z", content)
            new.writestr(part, content)
    return stream.getvalue()
