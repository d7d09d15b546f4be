"""Rows in tables: what the cells say, where they stand, and what is refused."""

import datetime as dt
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.styles import PatternFill

from perfnlp.errors import ReadingError
from perfnlp.reading.rows import TypedText, read_rows, read_rows_bytes


def cells(data, name):
    return [[row.cells for row in table.rows] for table in read_rows_bytes(data, name).blocks]


def workbook(*rows, change=None):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    if change is not None:
        change(book.active)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


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
    ("value", "number_format", "shown"),
    [
        pytest.param(0.985, "0.0%", "98.5%", id="percent"),
        pytest.param(0.985, "0%", "99%", id="percent rounds half up as Excel does"),
        pytest.param(1, "0.00%", "100.00%", id="whole percent"),
        pytest.param(1e300, "0%", "1" + "0" * 302 + "%", id="absurd percent"),
        pytest.param(12, "General", "12", id="whole number"),
        pytest.param(12.5, "0.00", "12.5", id="decimal"),
        pytest.param(0.1 + 0.2, "General", "0.3", id="no noise of binary fractions"),
        pytest.param(True, "General", "TRUE", id="truth value"),
        pytest.param(dt.date(2023, 11, 5), "yyyy-mm-dd", "2023年11月5日", id="date"),
        pytest.param(None, "General", "", id="empty"),
    ],
)
def test_a_cell_is_read_as_excel_shows_it(value, number_format, shown):
    def change(sheet):
        sheet["B1"].number_format = number_format

    assert cells(workbook(["target", value, "end"], change=change), "rows.xlsx") == [[("target", shown, "end")]]


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


def test_colours_down_to_the_last_row_do_not_count_as_rows():
    def change(sheet):
        sheet["XFD1048576"].fill = PatternFill("solid", fgColor="FF0000")

    assert cells(workbook(["target", "actual"], change=change), "rows.xlsx") == [[("target", "actual")]]


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


def test_a_missing_file_and_a_wrong_ending_are_told(tmp_path):
    with pytest.raises(ReadingError, match=r"missing\.csv.*Check the path"):
        read_rows(tmp_path / "missing.csv")
    with pytest.raises(ReadingError, match=r"not what the ending \.csv says"):
        read_rows_bytes(workbook(["target"]), "rows.csv")
