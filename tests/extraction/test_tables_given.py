"""Rows that users hand over as a table: CSV, Excel, JSON Lines."""

from decimal import Decimal

import pytest

from perfnlp.errors import ExtractionError
from perfnlp.extraction.given import extract_rows
from perfnlp.lexicon import load_lexicon
from perfnlp.records import Locator, Report, Table, TableRow

LEXICON = load_lexicon()


def sheet(*rows):
    made = (TableRow(cells=row, locator=Locator(document="rows.csv", row=at)) for at, row in enumerate(rows, start=1))
    return Table(rows=tuple(made))


def report(*tables):
    return Report(name="rows.csv", sha256="0" * 64, blocks=tables)


def test_rows_keep_order_number_and_unknown_columns():
    rows = extract_rows(
        report(
            sheet(
                ("dept", "actual", "indicator", "target", "points", "memo"),
                ("甲局", "3次", "演练", "4次", "5", " a "),
                ("乙局", "", "演练", "4次", "优", ""),
                ("", "", "", "", "", ""),
                ("甲局", "3次", "演练", "4次", "5"),
            )
        ),
        LEXICON,
    )
    assert [row.extra for row in rows] == [
        {"dept": "甲局", "memo": " a "},
        {"dept": "乙局", "memo": ""},
        {"dept": "甲局", "memo": ""},
    ]
    assert [row.indicator.points for row in rows] == [5, None, 5]
    assert rows[1].indicator.remarks == ("分值“优”不是数字，未采用，请核对。",)
    assert rows[1].indicator.actual is None
    assert len({row.indicator.id for row in rows}) == 3


def test_chinese_headings_below_a_title_with_sign_and_unit():
    (row,) = extract_rows(
        report(
            sheet(
                ("云溪县绩效自评表", "", "", "", "", ""),
                ("三级指标", "指标性质", "指标值", "度量单位", "完成值", "自评得分"),
                ("植树（4分）", "≥", "500", "亩", "480亩", "3.8"),
            )
        ),
        LEXICON,
    )
    indicator = row.indicator
    assert (indicator.name, indicator.target, indicator.points) == ("植树", "≥500亩", 4)
    assert indicator.self_score == Decimal("3.8")
    assert row.extra == {}


def test_sheets_without_targets_are_left_out():
    rows = extract_rows(report(sheet(("说明",), ("填表须知",)), sheet(("目标值", "完成值"), ("5次", "5次"))), LEXICON)
    assert [row.indicator.target for row in rows] == ["5次"]


def test_no_target_column_names_the_file_and_the_headings():
    table = report(sheet(("名称", "完成值"), ("演练", "3次")))
    with pytest.raises(ExtractionError, match=r"'rows\.csv' has no column of targets; headings seen: '名称', '完成值'"):
        extract_rows(table, LEXICON)
