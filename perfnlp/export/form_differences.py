"""差值汇总表: own and re-checked score of every project, by formulas that refer to the forms."""

from collections.abc import MutableMapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from perfnlp.export.form_sheet import Total, is_told, total
from perfnlp.export.form_style import bordered, fit, lay_out, merged, put, titled

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_HEADINGS = (
    "序号", "单位", "项目", "自评报告", "指标数", "分值合计", "自评得分", "复核得分", "差值（自评－复核）",
    "得分偏差率（差值÷自评得分）", "暂不计分指标数", "其自评得分",
)  # fmt: skip
_WIDTHS = (6, 24, 34, 26, 8, 9, 9, 9, 12, 14, 10, 10)
_HEADING_ROW = 2
_NOTE = (
    "注：得分偏差率按项目计算，与复核表中按指标计算的偏离度（复核完成值÷指标值）不同；"
    "暂不计分的指标待单位说明后再计，其自评得分含在差值内；自评表未列得分的项目不计差值。"
)
_SUMS = (("F", "points"), ("G", "self_score"), ("H", "score"))


def write_differences(
    page: "Worksheet", totals: Sequence[Total], results: MutableMapping[tuple[str, str], Decimal]
) -> None:
    """Write own score, re-checked score and their difference of every project.

    Args:
        page: an empty sheet.
        totals: the sums on the forms, at least one.
        results: takes the value of each formula that is a sum.
    """
    titled(page, "自评与复核得分差值汇总表", _HEADINGS)
    first = _HEADING_ROW + 1
    for line, item in enumerate(totals, start=first):
        _write_project(page, line, item, results)
    last = first + len(totals) - 1
    line = last + 1
    put(page[f"C{line}"], "合计", centred=True)
    compared = f"SUMPRODUCT(--ISNUMBER(I{first}:I{last}),G{first}:G{last})"
    formulas = {column: f"=SUM({column}{first}:{column}{last})" for column in "EFGHIKL"}
    _formulas(page, line, {**formulas, "J": f'=IF({compared}=0,"—",I{line}/{compared})'})
    rows = [row for item in totals for row in item.rows]
    results.update({(page.title, f"{column}{line}"): total(rows, key) for column, key in _SUMS})
    merged(page, f"A{line + 1}:L{line + 1}", _NOTE)
    page.row_dimensions[line + 1].height = 30
    lay_out(page, _WIDTHS, heading_row=_HEADING_ROW)


def _write_project(
    page: "Worksheet", line: int, item: Total, results: MutableMapping[tuple[str, str], Decimal]
) -> None:
    sheet = f"'{item.title}'!"
    points, own, checked = (f"{sheet}{column}{item.first}:{column}{item.last}" for column in "GIK")
    waiting = f'({checked}="")*({points}<>"")'
    document = Path(item.sheet.document).name
    values: tuple[str | int, ...] = (
        line - _HEADING_ROW,
        item.sheet.organisation or "",
        item.project,
        document,
        len(item.rows),
    )
    for column, value in zip("ABCDE", values, strict=True):
        put(page[f"{column}{line}"], value, centred=column in "AE")
    formulas = {
        "F": f'=IF(COUNT({points})=0,"—",{sheet}G{item.row})',
        "G": f'=IF(COUNT({own})=0,"—",{sheet}I{item.row})',
        "H": f'=IF(COUNT({checked})=0,"—",{sheet}K{item.row})',
        "I": f'=IF(COUNT(G{line}:H{line})<2,"—",ROUND(G{line}-H{line},4))',
        "J": f'=IF(ISNUMBER(I{line}),IF(G{line}=0,"—",I{line}/G{line}),"—")',
        "K": f"=SUMPRODUCT({waiting})",
        "L": f"=SUMPRODUCT({waiting},{own})",
    }
    _formulas(page, line, formulas)
    for column, key in _SUMS:
        if is_told(item.rows, key):
            results[page.title, f"{column}{line}"] = total(item.rows, key)
    fit(page, line, _WIDTHS)


def _formulas(page: "Worksheet", line: int, formulas: dict[str, str]) -> None:
    for column, formula in formulas.items():
        cell = page[f"{column}{line}"]
        put(cell, None, centred=True)
        cell.value = formula
    page[f"J{line}"].number_format = "0.00%"
    bordered(page, f"A{line}:L{line}")
