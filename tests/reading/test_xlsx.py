"""Excel workbooks: what a reader of the sheet sees, what the file keeps from that reader, and hostile files."""

import datetime as dt
import io
import warnings
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.chart import BarChart
from openpyxl.comments import Comment
from sheet_files import STRICT, raw_relations, raw_workbook, shown, workbook

from perfnlp.errors import ReadingError
from perfnlp.reading import office_package, read_bytes

ENTITY_BOMB = (
    '<!DOCTYPE w [<!ENTITY a "甲甲甲甲甲甲甲甲甲甲">'
    + "".join(f'<!ENTITY {one} "{f"&{before};" * 10}">' for before, one in zip("abcdefghi", "bcdefghij", strict=True))
    + "]>"
)
HEAD = ("三级指标", "年度指标值", "实际完成值", "得分")


def read(data, name="报告.xlsx"):
    return read_bytes(data, name)


def remarks(report):
    return [row.remarks for block in report.blocks if hasattr(block, "rows") for row in block.rows]


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        pytest.param(0.985, "0.0%", "98.5%", id="percent"),
        pytest.param(12, '0"次"', "12次", id="measure word"),
        pytest.param(0.1 + 0.2, "General", "0.3", id="no noise of binary fractions"),
        pytest.param(dt.date(2023, 11, 5), 'yyyy"年"m"月"', "2023年11月", id="date"),
        pytest.param(dt.date(2023, 11, 5), "mm-dd-yy", "2023/11/5", id="short date as a Chinese Excel shows it"),
        pytest.param("95%", "0.0%", "95%", id="number stored as text"),
        pytest.param("0012", "@", "0012", id="digits stored as text"),
        pytest.param(True, "General", "TRUE", id="truth value"),
        pytest.param("_x000D_\n甲_x005F_x", "General", "\n甲_x", id="escaped characters"),
        pytest.param(CellRichText("已", TextBlock(InlineFont(b=True), "完成")), "General", "已完成", id="rich text"),
    ],
)
def test_a_cell_is_read_as_excel_shows_it(value, code, text):
    def change(sheet):
        sheet["A2"].number_format = code

    assert shown(read(workbook(["目标", "a"], [value, "b"], change=change))) == [[("目标", "a"), (text, "b")]]


def test_a_report_has_titles_a_table_and_notes_with_their_places():
    def change(sheet):
        sheet.title = "自评表"
        sheet.merge_cells("A1:D1")
        sheet.merge_cells("A5:D5")

    rows = [["南溪局2023年度自评表"], None, HEAD, ["培训", 3, 3, 10], ["注：无"]]
    report = read(workbook(*[row or [] for row in rows], change=change))
    title, table, note = report.blocks
    assert (report.title, report.year) == ("南溪局2023年度自评表", 2023)
    assert (title.text, note.text) == ("南溪局2023年度自评表", "注：无")
    assert [row.cells for row in table.rows] == [HEAD, ("培训", "3", "3", "10")]
    assert table.rows[1].locator.describe() == "表1第4行 自评表!A4:D4"


def test_every_sheet_is_a_table_and_hidden_ones_are_told():
    def change(sheet):
        book = sheet.parent
        for title, state in (("空表", "visible"), ("上年", "hidden"), ("底稿", "veryHidden")):
            book.create_sheet(title).sheet_state = state
        book["上年"].append(["甲", "乙"])
        book["底稿"].append(["丙", "丁"])

    report = read(workbook(["a", "b"], change=change))
    assert shown(report) == [[("a", "b")], [("甲", "乙")], [("丙", "丁")]]
    assert [block.rows[0].locator.cell_range for block in report.blocks] == ["Sheet!A1:B1", "上年!A1:B1", "底稿!A1:B1"]
    assert report.remarks == (
        "工作表“上年”是隐藏工作表，已一并读取，请核对是否应当计入。",
        "工作表“底稿”是隐藏工作表，已一并读取，请核对是否应当计入。",
    )
    assert remarks(report)[1:] == [
        ("本行所在的工作表“上年”是隐藏工作表，请核对是否应当计入。",),
        ("本行所在的工作表“底稿”是隐藏工作表，请核对是否应当计入。",),
    ]


def test_hidden_rows_and_columns_are_read_and_told():
    def change(sheet):
        sheet.row_dimensions[2].hidden = True
        sheet.row_dimensions[9].hidden = True
        sheet.column_dimensions["B"].hidden = True

    report = read(workbook(["a", "b"], ["c", "d"], change=change))
    assert shown(report) == [[("a", "b"), ("c", "d")]]
    assert remarks(report) == [(), ("本行在工作表“Sheet”中是隐藏行，请核对是否应当计入。",)]
    assert report.remarks == (
        "工作表“Sheet”的第2行是隐藏行，已一并读取，请核对是否应当计入。",
        "工作表“Sheet”的B列是隐藏列，已一并读取，请核对是否应当采用。",
    )


def test_a_formula_without_a_stored_result_is_empty_and_told_and_never_zero():
    report = read(workbook(HEAD, ["培训", 3, "=1+2", "=SUM(A1)"]))
    assert shown(report) == [[HEAD, ("培训", "3", "", "")]]
    assert remarks(report)[1] == ("单元格C2、D2是公式，文件中没有保存计算结果，请用Excel打开后重新保存。",)
    assert report.remarks == ("工作表“Sheet”有2个公式没有保存计算结果，按空白读取，请用Excel打开后重新保存。",)


def test_stored_results_of_formulas_are_read():
    cells = (
        '<c r="A1"><f>1+2</f><v>3</v></c><c r="B1" t="str"><f>"完"</f><v>完</v></c>'
        '<c r="C1" t="str"><f>""</f><v></v></c><c r="D1" t="b"><f>1=1</f><v>1</v></c>'
    )
    report = read(raw_workbook(f'<row r="1">{cells}</row>'))
    assert (shown(report), report.remarks) == ([[("3", "完", "TRUE")]], ())


def test_results_that_the_file_itself_calls_old_are_told():
    data = raw_workbook(
        "<row><c><f>1+2</f><v>0</v></c><c><v>5</v></c></row>", properties='<calcPr fullCalcOnLoad="1"/>'
    )
    report = read(data)
    assert shown(report) == [[("0", "5")]]
    assert report.remarks == ("工作表“S”有1个公式，文件标明打开时须重新计算，保存的结果可能不是最新的，请核对。",)


def test_errors_are_kept_as_printed_and_told():
    report = read(raw_workbook('<row r="3"><c r="A3" t="e"><v>#DIV/0!</v></c><c r="B3"><v>5</v></c></row>'))
    assert shown(report) == [[("#DIV/0!", "5")]]
    assert remarks(report) == [("单元格A3是错误值#DIV/0!，请核对。",)]


def test_a_number_that_its_format_hides_is_read_and_told():
    def change(sheet):
        sheet["A1"].number_format = ";;;"
        sheet["B1"].number_format = '0;-0;"—"'

    report = read(workbook([7, 0], change=change))
    assert shown(report) == [[("7", "—")]]
    assert remarks(report) == [
        (
            "单元格A1存储的值是7，按其数字格式不显示，请核对。",
            "单元格B1存储的值是0，按其数字格式显示为“—”，请核对。",
        )
    ]


def test_pronunciation_over_a_text_is_no_text():
    strings = (
        f'<sst xmlns="{STRICT}"><si><t>完成</t><rPh sb="0" eb="2"><t>WANCHENG</t></rPh></si>'
        '<si><r><t>部</t></r><r><t xml:space="preserve">分 </t></r></si></sst>'
    )
    cells = '<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="s"><v>9</v></c></row>'
    report = read(raw_workbook(cells, namespace=STRICT, parts={"xl/sharedStrings.xml": strings}))
    assert shown(report) == [[("完成", "部分 ")]]
    assert remarks(report) == [("单元格C1的文字在文件中缺失，请打开原文件核对。",)]


def test_days_count_from_1904_where_the_workbook_says_so():
    def change(sheet):
        sheet.parent.epoch = dt.datetime(1904, 1, 1)  # noqa: DTZ001
        sheet["A1"].number_format = "yyyy/m/d"

    assert shown(read(workbook([dt.date(2023, 11, 5), "a"], change=change))) == [[("2023/11/5", "a")]]


def test_rows_and_cells_without_names_follow_one_another():
    report = read(
        raw_workbook('<row r="4"><c r="B4"><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c><c><v>4</v></c></row>')
    )
    assert shown(report) == [[("", "1", "2"), ("3", "4", "")]]
    assert [row.locator.row for row in report.blocks[0].rows] == [4, 5]


def test_comments_pictures_and_charts_are_no_cells_and_told():
    def change(sheet):
        sheet["A1"].comment = Comment("请补充材料", "审核")
        sheet.add_chart(BarChart(), "D1")

    report = read(workbook(["a", "b"], change=change))
    assert shown(report) == [[("a", "b")]]
    assert report.remarks == ("工作表“Sheet”有1个图表、1条批注，其中的内容未读取，请打开原文件查看。",)


def test_text_boxes_and_pictures_are_told():
    parts = {
        **raw_relations(("drawing", "../drawings/drawing1.xml")),
        "xl/drawings/drawing1.xml": "<d><anchor><pic/></anchor><anchor><pic/></anchor><anchor><sp/></anchor></d>",
    }
    report = read(raw_workbook("<row><c><v>1</v></c></row>", parts=parts))
    assert report.remarks == ("工作表“S”有2张图片、1个文本框或图形，其中的内容未读取，请打开原文件查看。",)


def test_a_picture_that_wps_puts_into_a_cell_is_told():
    picture = '<c t="str"><f>_xlfn.DISPIMG("ID_1",1)</f><v>=DISPIMG("ID_1",1)</v></c>'
    report = read(raw_workbook(f"<row><c><v>1</v></c><c><v>2</v></c>{picture}</row>"))
    assert shown(report) == [[("1", "2")]]
    assert remarks(report) == [("单元格C1是图片，其中的内容未读取，请打开原文件查看。",)]


def test_a_chart_sheet_is_told():
    def change(sheet):
        sheet.parent.create_chartsheet("图").add_chart(BarChart())

    assert read(workbook(["a", "b"], change=change)).remarks == (
        "工作表“图”不是由单元格组成的工作表（如图表页），未读取。",
    )


def test_formats_and_merges_down_to_the_last_row_are_not_kept():
    empty = "".join(f'<row r="{row}" s="1" customFormat="1"><c r="A{row}" s="1"/></row>' for row in range(2, 30_000))
    last = '<row r="1048576"><c r="XFD1048576"/></row>'
    rows = f'<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>{empty}{last}'
    merge = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    assert shown(read(raw_workbook(rows))) == [[("1", "2")]]
    (title,) = read(raw_workbook('<row r="1"><c r="A1"><v>1</v></c></row>', after=merge)).blocks
    assert (title.text, title.locator.cell_range) == ("1", "S!A1:A1")


@pytest.mark.parametrize(
    ("data", "told"),
    [
        pytest.param(
            lambda: raw_workbook("<row/>", prolog='<!DOCTYPE w [<!ENTITY a "甲"><!ENTITY b "&a;&a;">]>'),
            "document type", id="entities",
        ),
        pytest.param(
            lambda: raw_workbook("", parts={"xl/styles.xml": '<!DOCTYPE s [<!ENTITY a "甲">]><styleSheet/>'}),
            "document type", id="entities of the styles",
        ),
        pytest.param(
            lambda: raw_workbook(
                '<row><c t="inlineStr"><is><t>&j;</t></is></c></row>',
                prolog=ENTITY_BOMB,
            ),
            "no Excel workbook|document type", id="entity bomb",
        ),
        pytest.param(lambda: raw_workbook("<row><c><v>1</v></c>"), "no Excel workbook", id="no XML"),
        pytest.param(lambda: raw_workbook("", namespace="x:y"), None, id="nothing in it"),
    ],
)  # fmt: skip
def test_hostile_workbooks_get_one_clear_line(data, told):
    if told is None:
        assert read(data()).blocks == ()
        return
    content = data()
    with pytest.raises(ReadingError, match=rf"'报告\.xlsx'.*(?:{told})"):
        read(content)


def test_an_endless_row_is_refused_before_it_fills_the_memory(monkeypatch):
    monkeypatch.setattr(office_package, "_MAX_BETWEEN", 2**19)
    content = raw_workbook("<row>" + "<x/>" * 300_000 + "</row>")
    with pytest.raises(ReadingError, match=r"sheet1\.xml unpacks to more than a report can hold"):
        read(content)


def test_a_bomb_is_refused_by_the_size_it_declares():
    content = bytearray(raw_workbook("<row><c><v>1</v></c></row>"))
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as package:
        size = package.getinfo("xl/worksheets/sheet1.xml").file_size.to_bytes(4, "little")
    at = content.rindex(size, 0, content.rindex(b"xl/worksheets/sheet1.xml"))
    content[at : at + 4] = (2**31).to_bytes(4, "little")
    with pytest.raises(ReadingError, match=r"sheet1\.xml unpacks to more than a report can hold"):
        read(bytes(content))


def test_links_to_other_workbooks_are_not_followed(tmp_path):
    (tmp_path / "secret.xml").write_text("<d><pic/></d>", encoding="utf-8")
    for mode in ("", '" TargetMode="External'):
        parts = raw_relations(("drawing", f"file://{tmp_path}/secret.xml{mode}"))
        report = read(raw_workbook("<row><c><f>[1]S!A1</f><v>7</v></c><c><v>8</v></c></row>", parts=parts))
        assert (shown(report), report.remarks) == ([[("7", "8")]], ())


def test_any_damage_is_a_reading_error():
    content = workbook(HEAD, ["培训", 0.5, "=1", "x"], change=lambda sheet: sheet.merge_cells("A2:A9"))

    def attempt(data):
        with warnings.catch_warnings(action="ignore"):  # zipfile's, of names that the damage made twins
            try:
                read(data)
            except ReadingError as error:
                assert "报告.xlsx" in str(error)  # noqa: PT017  damage in padding goes unseen

    for at in range(4, len(content), len(content) // 30):
        attempt(content[:at])

    @settings(deadline=None)
    @given(st.integers(4, len(content) - 1), st.integers(1, 255))
    def damaged(place, change):
        broken = bytearray(content)
        broken[place] ^= change
        attempt(bytes(broken))

    damaged()
