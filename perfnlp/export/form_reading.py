"""Read an exported form again: what was exported, what stands there now, and which rows were tampered with."""

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

from perfnlp.errors import ReviewError
from perfnlp.export.form_cells import (
    COMMENT,
    EXPORTED,
    FIXED,
    HEADING_ROW,
    ID,
    OWN_HEADINGS,
    SCORE,
    STAMP,
    TIER,
    cell_text,
    stamp,
)
from perfnlp.text import fold

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_MOST_DIGITS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class FormLine:
    """One row of a form that came back.

    Attributes:
        place: sheet and line, for messages.
        row_id: as its hidden cell says, "" if that was emptied.
        fault: why the row cannot be taken, in Chinese; "" if it can.
        seq: number of the log's last entry when the form was written.
        digest: of the report's words then, as `form_cells.text_digest` gives it.
        was_score, was_tier, was_comment: what stood there then.
        score, tier, comment: what stands there now.
    """

    place: str
    row_id: str
    fault: str = ""
    seq: int = 0
    digest: str = ""
    was_score: Decimal | None = None
    was_tier: str = ""
    was_comment: str = ""
    score: Decimal | None = None
    tier: str = ""
    comment: str = ""


def read_form(data: bytes, name: str) -> tuple[FormLine, ...]:
    """Return the rows of every 复核表 in the workbook `data`, called `name` in messages.

    Raises:
        ReviewError: it is no workbook, or none that `perfnlp export` wrote.
    """
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(data))
    except (BadZipFile, KeyError, ValueError, TypeError) as error:
        message = f"cannot read '{name}': it is no .xlsx workbook ({error}). Name a form that `perfnlp export` wrote."
        raise ReviewError(message) from error
    pages = [page for page in book.worksheets if page[f"{STAMP}{HEADING_ROW}"].value == OWN_HEADINGS[-1]]
    lines = tuple(line for page in pages for line in _read_page(page))
    if not lines:
        message = f"'{name}' holds no 复核表 with its hidden columns. Name a form that `perfnlp export` wrote."
        raise ReviewError(message)
    return lines


def _read_page(page: "Worksheet") -> Iterator[FormLine]:
    above = {
        (row, column): page.cell(row=span.min_row, column=span.min_col).value
        for span in page.merged_cells.ranges
        for row in range(span.min_row, span.max_row + 1)
        for column in range(span.min_col, span.max_col + 1)
    }
    for number in range(HEADING_ROW + 1, page.max_row + 1):
        row_id, exported, told = (page[f"{column}{number}"].value for column in (ID, EXPORTED, STAMP))
        if not (row_id or exported or told or page[f"C{number}"].value):
            continue  # a sum, a heading or a note: its first cells are one
        place = f"{page.title} 第{number}行"
        cells = (page[f"{column}{number}"] for column in FIXED)
        texts = [cell_text(above.get((cell.row, cell.column), cell.value)) for cell in cells]
        if told != stamp(str(row_id or ""), str(exported or ""), texts):
            yield FormLine(place=place, row_id=str(row_id or ""), fault="编号或原文单元格被改动，不能导入")
        else:
            yield _read_line(page, number, FormLine(place=place, row_id=str(row_id)), json.loads(str(exported)))


def _read_line(page: "Worksheet", number: int, line: FormLine, exported: list[Any]) -> FormLine:
    seq, digest, was_score, was_tier, was_comment = exported
    score, tier, comment = (page[f"{column}{number}"].value for column in (SCORE, TIER, COMMENT))
    fault, typed = "", None
    try:
        typed = _score(score)
    except InvalidOperation:
        fault = f"复核得分“{score}”不是数字，不能导入"
    return FormLine(
        place=line.place,
        row_id=line.row_id,
        fault=fault,
        seq=seq,
        digest=digest,
        was_score=Decimal(was_score) if was_score else None,
        was_tier=was_tier,
        was_comment=was_comment,
        score=typed,
        tier=str(tier or "").strip(),
        comment=str(comment or "").strip(),
    )


def _score(value: Any) -> Decimal | None:
    """Return a typed score, None for an empty cell.

    Raises:
        InvalidOperation: it is none.
    """
    text = fold(str("" if value is None else value)).strip().removesuffix("分")
    if not text:
        return None
    score = Decimal(text)
    if not score.is_finite() or len(text) > _MOST_DIGITS or isinstance(value, bool):
        raise InvalidOperation
    return score
