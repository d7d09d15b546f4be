"""CSV, and what every spreadsheet shares: merged cells, titles and notes, sparse sheets."""

import copy

import pytest

from perfnlp.errors import ReadingError
from perfnlp.reading import read_bytes
from perfnlp.reading.sheet_cells import Area, Sheet, TypedText, letters
from perfnlp.reading.sheets import make_tables, split_blocks
from perfnlp.records import Locator, Table, TableRow


def sheet(cells, *merges):
    made = Sheet(title="表")
    for (row, column), text in cells.items():
        made.put(row, column, text)
    made.merges.extend(Area(*area) for area in merges)
    return made


def rows(made):
    ((table,), _) = make_tables([made], "报告.xlsx")
    return [row.cells for row in table.rows]


def table(*printed):
    """Return a table of (row number, cells...)."""
    return Table(
        rows=tuple(
            TableRow(cells=tuple(cells), locator=Locator(document="报告", row=number)) for number, *cells in printed
        )
    )


def blocks(*printed):
    return [
        [row.cells for row in block.rows] if isinstance(block, Table) else block.text
        for block in split_blocks(table(*printed))
    ]


HEAD = ("三级指标", "年度指标值", "实际完成值")


@pytest.mark.parametrize(("column", "name"), [(1, "A"), (26, "Z"), (27, "AA"), (16384, "XFD")])
def test_columns_are_named_as_in_excel(column, name):
    assert letters(column) == name


def test_a_merged_cell_speaks_in_every_row_and_column_it_spans():
    made = sheet({(1, 1): "产出", (1, 2): "a", (2, 2): "b", (2, 3): "c", (1, 3): "d"}, (1, 1, 2, 1))
    assert rows(made) == [("产出", "a", "d"), ("产出", "b", "c")]


def test_rows_that_merged_cells_alone_reach_are_no_rows():
    made = sheet({(1, 1): "甲", (1, 2): "1", (3, 1): "乙", (3, 2): "2"}, (1, 1, 2, 1), (1, 2, 2, 2), (3, 1, 99, 1))
    assert rows(made) == [("甲", "1"), ("乙", "2")]


def test_a_text_that_stands_in_every_merged_cell_too_makes_no_second_row():
    made = sheet({(row, column): "xy"[column - 1] for row in (1, 2) for column in (1, 2)}, (1, 1, 2, 1), (1, 2, 2, 2))
    tables, remarks = make_tables([made], "报告.xlsx")
    assert ([row.cells for row in tables[0].rows], remarks) == ([("x", "y")], [])


def test_columns_without_content_are_left_out():
    assert rows(sheet({(1, 1): "a", (1, 16384): "b", (1048576, 1): "c"})) == [("a", "b"), ("c", "")]


def test_a_merge_over_the_whole_sheet_costs_nothing():
    assert rows(sheet({(1, 1): "a"}, (1, 1, 1048576, 16384))) == [("a",)]


def test_what_a_merged_cell_covers_is_told_and_not_read():
    made = sheet({(1, 1): "完成", (1, 2): "未完成", (2, 1): "x", (2, 2): "y"}, (1, 1, 1, 2))
    tables, remarks = make_tables([made], "报告.xlsx")
    assert tables[0].rows[0].cells == ("完成", "完成")
    assert tables[0].rows[0].remarks == ("单元格B1被合并单元格遮盖，其中的“未完成”未采用，请核对。",)
    assert remarks == ["工作表“表”的单元格B1被合并单元格遮盖，其中的“未完成”未采用，请核对。"]


def test_content_spread_over_millions_of_cells_is_refused():
    with pytest.raises(ReadingError, match=r"spread over 2000 rows and 2000 columns"):
        rows(sheet({(place, place): "x" for place in range(1, 2001)}))


def test_merged_ranges_over_one_another_are_refused():
    with pytest.raises(ReadingError, match="lie over one another"):
        rows(sheet({(1, 1): "a", (2, 2): "b"}, *[(1, 1, 9, 9)] * 2))


def test_hidden_rows_and_columns_are_read_and_told():
    made = sheet({(row, column): "x" for row in range(1, 9) for column in (1, 2)})
    made.hidden_rows = {2, 3, 7}
    made.hidden_columns = [(2, 9)]
    (found,), remarks = make_tables([made], "报告.xlsx")
    assert [bool(row.remarks) for row in found.rows] == [False, True, True, False, False, False, True, False]
    assert remarks == [
        "工作表“表”的第2-3、7行是隐藏行，已一并读取，请核对是否应当计入。",
        "工作表“表”的B列是隐藏列，已一并读取，请核对是否应当采用。",
    ]


def test_titles_and_notes_of_a_table_are_paragraphs():
    assert blocks(
        (1, "附件2", "", ""),
        (2, "自评表", "自评表", "自评表"),
        (4, *HEAD),
        (5, "培训", "3次", "3次"),
        (6, "注：无", "", ""),
    ) == ["附件2", "自评表", [HEAD, ("培训", "3次", "3次")], "注：无"]


def test_lines_of_one_cell_are_paragraphs_of_their_own():
    assert blocks((1, "注：1.甲\n\n2.乙")) == ["注：1.甲", "2.乙"]


def test_a_title_after_blank_rows_begins_another_table():
    first, second = ("培训", "3次", "3次"), ("检查", "4次", "4次")
    assert blocks((1, *HEAD), (2, *first), (5, "乙项目自评表", "", ""), (6, *HEAD), (7, *second)) == [
        [HEAD, first],
        "乙项目自评表",
        [HEAD, second],
    ]


@pytest.mark.parametrize("heading", ["效益指标", "二、效益指标（30分）", "（二）社会效益", "满意度指标(10分)"])
def test_a_heading_of_level_after_blank_rows_stays_in_its_table(heading):
    first, second = ("培训", "3次", "3次"), ("满意度", "≥90%", "95%")
    printed = [(1, *HEAD), (2, *first), (4, heading, "", ""), (5, *second)]
    assert blocks(*printed) == [[HEAD, first, (heading, "", ""), second]]


def test_a_heading_inside_a_table_stays_there():
    printed = [(1, *HEAD), (2, "综合类", "", ""), (3, "培训", "3次", "3次")]
    assert blocks(*printed) == [[tuple(cells) for _, *cells in printed]]


def test_a_csv_report_has_a_title_a_table_and_notes():
    data = "南溪局2023年度自评表\n\n三级指标,年度指标值,实际完成值\n培训,3次\n注：无\n".encode("gb18030")
    report = read_bytes(data, "报告.csv")
    assert (report.title, report.year) == ("南溪局2023年度自评表", 2023)
    title, found, note = report.blocks
    assert (title.text, note.text) == ("南溪局2023年度自评表", "注：无")
    assert [row.cells for row in found.rows] == [HEAD, ("培训", "3次", "")]
    assert [block.locator.line for block in (title, *found.rows, note)] == [1, 3, 4, 5]


def test_a_typed_text_can_be_copied():
    made = copy.copy(TypedText("5", 5))
    assert (made, made.value) == ("5", 5)
