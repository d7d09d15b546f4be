"""Rows in tables: what the cells say, where they stand, and what is refused."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sheet_files import workbook

from perfnlp.errors import ReadingError
from perfnlp.reading.rows import TypedText, read_rows, read_rows_bytes


def cells(data, name):
    return [[row.cells for row in table.rows] for table in read_rows_bytes(data, name).blocks]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_csv_is_read_in_every_encoding_and_delimiter(encoding, delimiter):
    text = f"年度指标值{delimiter}实际完成值\r\n“显著提升”{delimiter}有所提升\r\n"
    assert cells(text.encode(encoding), "rows.csv") == [[("年度指标值", "实际完成值"), ("“显著提升”", "有所提升")]]


def test_csv_rows_know_the_line_they_begin_on():
    report = read_rows_bytes('target,actual\n"两\n行",1\n3,4\n'.encode(), "rows.csv")
    assert [(row.locator.line, row.locator.row) for row in report.blocks[0].rows] == [(1, 1), (2, 2), (4, 3)]


def test_csv_drops_the_apostrophe_that_guards_against_formulas_and_no_other():
    assert cells(b"target,actual\n'=1+1,'quoted'\n", "rows.csv") == [[("target", "actual"), ("=1+1", "'quoted'")]]


def test_a_quotation_mark_that_never_closes_is_no_silent_loss_of_rows():
    with pytest.raises(ReadingError, match=r"'rows\.csv', row at line 2: .*quotation marks"):
        read_rows_bytes(b'target,actual\n"1,2\n3,4\n', "rows.csv")


@pytest.mark.parametrize(
    ("text", "first"),
    [('{"target": "1"}\n', ("target",)), ("target,actual\n1,2\n", ("target", "actual"))],
)
def test_standard_input_is_told_apart_by_its_content(text, first):
    assert cells(text.encode(), "-")[0][0] == first


def test_json_values_keep_their_type_beside_their_text():
    line = {"target": "3次", "n": 5, "share": 0.5, "flag": True, "list": [1, "二"], "nothing": None}
    ((head, row),) = cells((json.dumps(line) + "\n").encode(), "rows.jsonl")
    assert head == tuple(line)
    assert row == ("3次", "5", "0.5", "true", '[1, "二"]', "")
    assert [cell.value for cell in row if isinstance(cell, TypedText)] == [5, 0.5, True, [1, "二"], None]


def test_json_objects_may_differ_in_their_keys():
    ((head, *rows),) = cells(b'{"target": "1"}\n\n{"actual": "2", "target": "3"}\n', "rows.jsonl")
    assert head == ("target", "actual")
    assert rows == [("1", ""), ("3", "2")]


@pytest.mark.parametrize(
    "line",
    [
        pytest.param('{"target": ', id="cut"),
        pytest.param("[1]", id="no object"),
        pytest.param('{"target": NaN}', id="NaN is no JSON"),
        pytest.param('{"target": "\\ud800"}', id="half a character"),
        pytest.param('{"target": ' + "9" * 6000 + "}", id="absurd number"),
        pytest.param('{"target": ' + "[" * 100_000, id="nested too deep"),
    ],
)
def test_a_broken_json_line_is_named(line):
    with pytest.raises(ReadingError, match=r"'rows\.jsonl', line 2: .*one JSON object"):
        read_rows_bytes(f'{{"target": "1"}}\n{line}\n'.encode(), "rows.jsonl")


@pytest.mark.parametrize(
    ("value", "number_format", "text", "kept"),
    [
        pytest.param(12, "General", "12", 12, id="whole number"),
        pytest.param(12.5, "0.00", "12.50", 12.5, id="decimal"),
        pytest.param(1234, "#,##0", "1,234", 1234, id="thousands"),
        pytest.param(0.1 + 0.2, "General", "0.3", 0.3, id="no noise of binary fractions"),
        pytest.param(True, "General", "TRUE", True, id="truth value"),
        pytest.param(0.985, "0.0%", "98.5%", None, id="a percent is its text"),
        pytest.param(5, '0"次"', "5次", None, id="a number with its measure word is its text"),
        pytest.param(5, "000", "005", None, id="a number with leading zeros is its text"),
        pytest.param("12", "General", "12", None, id="a number stored as text is a text"),
    ],
)
def test_a_cell_is_read_as_excel_shows_it_and_a_number_keeps_its_value(value, number_format, text, kept):
    def change(sheet):
        sheet["B1"].number_format = number_format

    ((row,),) = cells(workbook(["target", value, "end"], change=change), "rows.xlsx")
    assert row == ("target", text, "end")
    assert getattr(row[1], "value", None) == kept


def test_a_formula_without_a_stored_result_is_told():
    (table,) = read_rows_bytes(workbook(["target", "actual"], ["1", "=1+1"]), "rows.xlsx").blocks
    assert [row.cells for row in table.rows] == [("target", "actual"), ("1", "")]
    assert table.rows[1].remarks == ("单元格B2是公式，文件中没有保存计算结果，请用Excel打开后重新保存。",)


@pytest.mark.parametrize("ending", ["xls", "ods"])
def test_other_spreadsheets_are_tables_too(ending):
    path = Path(__file__).parents[1] / "data" / "spreadsheets" / f"library_self_evaluation.{ending}"
    report = read_rows(path)
    form, last_year = report.blocks
    assert form.rows[0].cells == ("云溪县图书馆2023年度项目支出绩效自评表",) * 8
    assert form.rows[2].cells == ("产出指标", "数量指标", "新增图书", "≥5,000册", "5,210册", "10.00", "10", "")
    assert form.rows[2].cells[5].value == 10
    assert (len(form.rows), len(last_year.rows)) == (9, 1)
    assert report.remarks[0] == "工作表“自评表”的第4行是隐藏行，已一并读取，请核对是否应当计入。"


def test_merged_cells_repeat_their_text_and_sheets_are_tables_of_their_own():
    def change(sheet):
        sheet.merge_cells("A2:A3")
        sheet.parent.create_sheet("空表")
        sheet.parent.create_sheet("第二页").append(["target"])

    data = workbook(["一级指标", "target"], ["产出指标", 1], [None, 2], change=change)
    report = read_rows_bytes(data, "rows.xlsx")
    assert [[row.cells for row in table.rows] for table in report.blocks] == [
        [("一级指标", "target"), ("产出指标", "1"), ("产出指标", "2")],
        [("target",)],
    ]
    assert [report.blocks[at].rows[0].locator.cell_range for at in (0, 1)] == ["Sheet!A1:B1", "第二页!A1:A1"]


def test_any_damage_to_a_workbook_is_a_reading_error():
    content = workbook(["target", "actual"], ["1", "2"])

    @given(st.integers(4, len(content) - 1), st.integers(1, 255))
    def damaged(place, change):
        broken = bytearray(content)
        broken[place] ^= change
        try:
            read_rows_bytes(bytes(broken), "rows.xlsx")
        except ReadingError as error:
            assert "rows.xlsx" in str(error)  # noqa: PT017  damage in padding goes unseen

    damaged()


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(ReadingError, match=r"missing\.csv.*Check the path"):
        read_rows(tmp_path / "missing.csv")


def test_the_content_of_a_workbook_counts_and_not_its_ending():
    data = workbook(["target", "actual"])
    for name in ("rows.csv", "rows.jsonl", "rows.xls", "-"):
        assert cells(data, name) == [[("target", "actual")]]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        pytest.param(b"target,actual\n1,2\n", "rows.xlsx", id="text named .xlsx"),
        pytest.param(b"%PDF-1.7\n1 0 obj", "rows.csv", id="PDF named .csv"),
        pytest.param(b"<html><table></table></html>", "rows.xls", id="web page named .xls"),
    ],
)
def test_what_is_no_table_is_refused(data, name):
    with pytest.raises(ReadingError, match=r"not what the ending \.\w+ says"):
        read_rows_bytes(data, name)
