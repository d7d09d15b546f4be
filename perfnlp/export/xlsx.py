"""An Excel workbook for a reviewer: 明细 (one row an indicator) and 汇总.

Headings are Chinese with the record's key below; statuses are coloured, points and
scores are numbers, texts never become formulas.
"""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from perfnlp.annotation import COLUMNS, KIND_NAMES, STATUS_NAMES, Record
from perfnlp.export.cells import Cell, cell, columns
from perfnlp.export.workbook import put_text, save_book

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_WIDTHS = {
    "id": 18,
    "source": 28,
    "indicator": 30,
    "target": 28,
    "actual": 36,
    "reasons": 60,
    "note": 30,
    "evidence": 20,
}
_FILLS = {
    "exceeded": "C6E0B4",
    "completed": "E2EFDA",
    "partial": "FFE699",
    "not_completed": "F8CBAD",
    "unclear": "D9D9D9",
}
_HIDDEN = ("status_probabilities", "evidence", "decided_by")
_PERCENT = ("confidence", "credit", "credit_low", "credit_high", "attainment")


def encode(records: Sequence[Record]) -> bytes:
    """Return the workbook's bytes, the same for the same records."""
    from openpyxl import Workbook

    book = Workbook()
    details = book.active
    details.title = "明细"
    keys = columns(records)
    _head(details, keys)
    for number, record in enumerate(records, start=2):
        _row(details, number, keys, record)
    details.freeze_panes = "A2"
    details.auto_filter.ref = details.dimensions
    _summary(book.create_sheet("汇总"), records)
    return save_book(book, {})


def _head(sheet: "Worksheet", keys: Sequence[str]) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    for place, key in enumerate(keys, start=1):
        head = sheet.cell(row=1, column=place)
        put_text(head, f"{COLUMNS[key]}\n{key}" if key in COLUMNS else key)
        head.font = Font(bold=True)
        head.fill = PatternFill("solid", fgColor="DDEBF7")
        head.alignment = Alignment(wrap_text=True, horizontal="center", vertical="center")
        column = sheet.column_dimensions[get_column_letter(place)]
        column.width = _WIDTHS.get(key, 12)
        column.hidden = key in _HIDDEN
    sheet.row_dimensions[1].height = 32


def _row(sheet: "Worksheet", number: int, keys: Sequence[str], record: Record) -> None:
    from openpyxl.styles import Alignment, PatternFill

    for place, key in enumerate(keys, start=1):
        target = sheet.cell(row=number, column=place)
        value = _shown(record, key)
        if isinstance(value, str):
            put_text(target, value)
        else:
            target.value = value
        target.alignment = Alignment(wrap_text=key in _WIDTHS and key not in _HIDDEN, vertical="top")
        if key in _PERCENT:
            target.number_format = "0.0%"
        if key == "status":
            target.fill = PatternFill("solid", fgColor=_FILLS[record["status"]])


def _shown(record: Record, key: str) -> Cell:
    if key == "status":
        return STATUS_NAMES[record["status"]]
    if key == "kind":
        return KIND_NAMES[record["kind"]]
    if key == "needs_review":
        return "是" if record["needs_review"] else "否"
    return cell(record, key)


def _summary(sheet: "Worksheet", records: Sequence[Record]) -> None:
    statuses = Counter(record["status"] for record in records)
    scored = [record for record in records if record["self_score"] is not None and record["proposed_score"] is not None]
    lines: list[tuple[str, Cell]] = [("指标数", len(records))]
    lines += [(name, statuses[status]) for status, name in STATUS_NAMES.items()]
    lines += [
        ("需人工复核", sum(record["needs_review"] for record in records)),
        ("自评得分合计（两项得分齐全的指标）", round(sum(record["self_score"] for record in scored), 2)),
        ("建议得分合计（两项得分齐全的指标）", round(sum(record["proposed_score"] for record in scored), 2)),
    ]
    for line in lines:
        sheet.append(line)
    sheet.column_dimensions["A"].width = 40
