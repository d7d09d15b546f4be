"""Write one 复核表: thirteen columns, levels merged, sums as formulas, ready to print on A4."""

from collections.abc import Iterator, MutableMapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from perfnlp.export.form import SENT_BACK, FormRow, FormSheet, FormTier
from perfnlp.export.form_cells import (
    COMMENT,
    EXPORTED,
    HEADING_ROW,
    HEADINGS,
    ID,
    OWN_HEADINGS,
    SCORE,
    STAMP,
    TIER,
    exported,
    stamp,
    texts_of,
    values_of,
)
from perfnlp.export.form_style import bordered, embolden, fit, headed, lay_out, merged, put
from perfnlp.export.workbook import put_text

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_WIDTHS = (9, 9, 15, 6, 13, 6, 5, 18, 6, 18, 6, 7.5, 40, 18, 18, 24, 18, 18, 18)
_CENTRED = frozenset("ABDEFGIKL")
_LAST = "M"
_PLAIN = 18  # points that a row of one line is high
_SUMMED = (("G", "points"), ("I", "self_score"), ("K", "score"))
_NOTES = (
    "注：1. 偏离度为复核完成值与指标值之比，反向指标取倒数，定性指标不填。"
    "2. 复核得分不高于自评得分。3. 复核完成值为空的行尚未复核，“退回单位说明”的行暂不计分。"
    "4. 复核依据自评报告所述文字和数据，佐证材料另行核查。"
)
_SIGNED = "复核人（签字）：{0}复核负责人（签字）：{0}复核单位（盖章）：{0}日期：　　　　年　　月　　日".format("　" * 8)
RUBRIC_SHEET, FIRST_TIER = "评分标准", 3
"""Where the names of the tiers stand, one below the other, `SENT_BACK` behind the last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """A sum of the form that other sheets refer to.

    Attributes:
        title: of the sheet.
        sheet: what stands on it.
        project: what the sum is of.
        row: where it stands.
        first, last: the rows that it adds up.
        rows: what stands there.
    """

    title: str
    sheet: FormSheet
    project: str
    row: int
    first: int
    last: int
    rows: tuple[FormRow, ...]


def write_form(
    page: "Worksheet",
    sheet: FormSheet,
    *,
    tiers: Sequence[FormTier],
    seq: int,
    results: MutableMapping[tuple[str, str], Decimal],
) -> tuple[Total, ...]:
    """Write `sheet` on the empty `page` and return its sums: of each project, of which there is at least one.

    Args:
        page: of the workbook, named as other sheets refer to it.
        sheet: what to write.
        tiers: names for the dropdown.
        seq: number of the log's last entry.
        results: takes the value of each formula.
    """
    _head(page, sheet)
    sections = tuple(sheet.sections())
    line, totals = HEADING_ROW + 1, []
    for section, rows in sections:
        project = sheet.project
        if len(sections) > 1:
            project = section or project
            _band(page, line, section or "（未列标题）")
            line += 1
        last = line + len(rows) - 1
        made = Total(title=page.title, sheet=sheet, project=project, row=last + 1, first=line, last=last, rows=rows)
        _write_section(page, made, seq)
        spans = {column: f"{column}{line}:{column}{last}" for column, _ in _SUMMED}
        formulas = {column: _adding(span, "SUM({0})") for column, span in spans.items()}
        _sum(page, made.row, "小计" if len(sections) > 1 else "合计", formulas, rows, results)
        totals.append(made)
        line = made.row + 1
    _finish(page, sheet, line, is_split=len(sections) > 1, results=results)
    _offer(page, totals, tiers)
    return tuple(totals)


def _write_section(page: "Worksheet", made: Total, seq: int) -> None:
    for line, row in enumerate(made.rows, start=made.first):
        _write_row(page, line, row, seq)
    _merge_levels(page, made.first, made.rows)


def _head(page: "Worksheet", sheet: FormSheet) -> None:
    from openpyxl.styles import Font

    merged(page, f"A1:{_LAST}1", _title(sheet.project), centred=True)
    page["A1"].font = Font(name="黑体", bold=True, size=16)
    page.row_dimensions[1].height = 30
    year = f"{sheet.year}年" if sheet.year is not None else "　　　　年"
    merged(page, "A2:G2", f"单位：{sheet.organisation or ''}")
    merged(page, "H2:K2", f"年度：{year}")
    merged(page, f"L2:{_LAST}2", f"自评报告：{Path(sheet.document).name}")
    page.row_dimensions[2].height = 30
    headed(page, HEADING_ROW, (*HEADINGS, *OWN_HEADINGS))
    page.row_dimensions[HEADING_ROW].height = 32
    put(page["O1"], "可改：复核得分、采用档次、复核意见三列，改后用 perfnlp review import 导回，再重新导出。")


def _title(project: str) -> str:
    name = project.removesuffix("报告").removesuffix("表")
    return f"{name}复核表" if name.endswith("自评") else f"{name}绩效自评复核表"


def _band(page: "Worksheet", line: int, text: str) -> None:
    from openpyxl.styles import PatternFill

    merged(page, f"A{line}:{_LAST}{line}", text)
    bordered(page, f"A{line}:{_LAST}{line}")
    embolden(page[f"A{line}"])
    page.row_dimensions[line].height = _PLAIN
    page[f"A{line}"].fill = PatternFill("solid", fgColor="F2F2F2")


def _write_row(page: "Worksheet", line: int, row: FormRow, seq: int) -> None:
    for place, value in enumerate(values_of(row), start=1):
        cell = page.cell(row=line, column=place)
        put(cell, value, centred=cell.column_letter in _CENTRED)
    page[f"L{line}"].number_format = "0.0%"
    decision = exported(row, seq)
    put(page[f"{TIER}{line}"], row.tier)
    put(page[f"{COMMENT}{line}"], "" if row.decision is None else row.decision.comment)
    for column, text in ((ID, row.row_id), (EXPORTED, decision), (STAMP, stamp(row.row_id, decision, texts_of(row)))):
        put_text(page[f"{column}{line}"], text)
    bordered(page, f"A{line}:{_LAST}{line}")
    fit(page, line, _WIDTHS[:16])


def _merge_levels(page: "Worksheet", first: int, rows: Sequence[FormRow]) -> None:
    """Merge equal neighbours of the first level, and of the second under one first."""
    for column, keys in (("A", ("level1",)), ("B", ("level1", "level2"))):
        line = first
        for levels, run in groupby(rows, key=lambda row: tuple(row.record[key] for key in keys)):
            length = len(tuple(run))
            if length > 1 and levels[-1]:
                page.merge_cells(f"{column}{line}:{column}{line + length - 1}")
            line += length


def _sum(
    page: "Worksheet",
    line: int,
    label: str,
    formulas: dict[str, str],
    rows: Sequence[FormRow],
    results: MutableMapping[tuple[str, str], Decimal],
) -> None:
    page.merge_cells(f"A{line}:F{line}")
    put(page[f"A{line}"], label, centred=True)
    for column, key in _SUMMED:
        cell = page[f"{column}{line}"]
        put(cell, None, centred=True)
        cell.value = formulas[column]
        embolden(cell)
        if is_told(rows, key):
            results[page.title, f"{column}{line}"] = total(rows, key)
    bordered(page, f"A{line}:{_LAST}{line}")
    embolden(page[f"A{line}"])
    page.row_dimensions[line].height = _PLAIN


def _adding(span: str, adding: str) -> str:
    """Return a formula for the sum of a column, empty where no row has a number."""
    return f'=IF(COUNT({span})=0,"",{adding.format(span)})'


def total(rows: Sequence[FormRow], key: str) -> Decimal:
    """Return the sum of `points`, `self_score` or `score` over the rows that have it."""
    return sum(_numbers(rows, key), Decimal(0))


def is_told(rows: Sequence[FormRow], key: str) -> bool:
    """Return whether any row has `points`, `self_score` or `score`; a sum of none stays empty."""
    return any(True for _ in _numbers(rows, key))


def _numbers(rows: Sequence[FormRow], key: str) -> Iterator[Decimal]:
    numbers = (row.score if key == "score" else row.number(key) for row in rows)
    return (number for number in numbers if number is not None)


def _finish(
    page: "Worksheet",
    sheet: FormSheet,
    line: int,
    *,
    is_split: bool,
    results: MutableMapping[tuple[str, str], Decimal],
) -> None:
    if is_split:
        span = f"X{HEADING_ROW + 1}:X{line - 1}"
        ids = f"${ID}${HEADING_ROW + 1}:${ID}${line - 1}"
        formulas = {column: _adding(span.replace("X", column), f'SUMIF({ids},"<>",{{0}})') for column, _ in _SUMMED}
        _sum(page, line, "合计", formulas, sheet.rows, results)
        line += 1
    merged(page, f"A{line}:{_LAST}{line}", _NOTES)
    page.row_dimensions[line].height = 32
    merged(page, f"A{line + 1}:{_LAST}{line + 1}", _SIGNED)
    page.row_dimensions[line + 1].height = 36
    lay_out(page, _WIDTHS, heading_row=HEADING_ROW, area=f"A1:{_LAST}{line + 1}")
    for column in (ID, EXPORTED, STAMP):
        page.column_dimensions[column].hidden = True


def _offer(page: "Worksheet", totals: Sequence[Total], tiers: Sequence[FormTier]) -> None:
    """Give the cells that a reviewer may change their dropdown and their limits."""
    from openpyxl.worksheet.datavalidation import DataValidation

    first, end = totals[0].first, FIRST_TIER + len(tiers)
    choice = DataValidation("list", formula1=f"'{RUBRIC_SHEET}'!$A${FIRST_TIER}:$A${end}", allow_blank=True)
    choice.errorTitle, choice.error = "采用档次", f"请从下拉列表中选择档次或“{SENT_BACK}”。"
    limit = f'MIN(IF($G{first}="",9999,$G{first}),IF($I{first}="",9999,$I{first}))'
    score = DataValidation("decimal", operator="between", formula1="0", formula2=limit, allow_blank=True)
    score.errorTitle, score.error = "复核得分", "复核得分须在0分以上，不得高于分值和自评得分。"
    for validation, column in ((choice, TIER), (score, SCORE)):
        validation.showErrorMessage = True
        for made in totals:
            validation.add(f"{column}{made.first}:{column}{made.last}")
        page.add_data_validation(validation)
