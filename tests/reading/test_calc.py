"""Old Excel workbooks and OpenDocument spreadsheets."""

import struct
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sheet_files import archive, shown

from perfnlp.errors import ReadingError
from perfnlp.reading import read_bytes
from perfnlp.reading.xls_drawings import count_drawings

SPREADSHEETS = Path(__file__).parents[1] / "data" / "spreadsheets"
XLS, ODS = (SPREADSHEETS / f"library_self_evaluation.{ending}" for ending in ("xls", "ods"))
NAMESPACES = (
    " ".join(
        f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for prefix, name in [
            ("office", "office"),
            ("table", "table"),
            ("text", "text"),
            ("style", "style"),
            ("draw", "drawing"),
        ]
    )
    + ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
)


COLUMNS = "table:number-columns-repeated"


def ods(rows, *, styles="", prolog="", attributes="", manifest=""):
    """Return a spreadsheet of one sheet, S."""
    content = (
        f"{prolog}<office:document-content {NAMESPACES}><office:automatic-styles>{styles}</office:automatic-styles>"
        f'<office:body><office:spreadsheet><table:table table:name="S" {attributes}>{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    parts = {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content}
    return archive({**parts, "META-INF/manifest.xml": f"<m>{manifest}</m>"})


def row(*cells, attributes=""):
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


def cell(text="", attributes=""):
    paragraphs = "".join(f"<text:p>{line}</text:p>" for line in text.split("|") if text)
    return f"<table:table-cell {attributes}>{paragraphs}</table:table-cell>"


def read(data, name="报告.ods"):
    return read_bytes(data, name)


@pytest.mark.parametrize("path", [XLS, ODS], ids=["xls", "ods"])
def test_a_workbook_is_read_as_its_program_shows_it(path):
    report = read_bytes(path.read_bytes(), path.name)
    assert (report.title, report.organisation, report.year) == (
        "云溪县图书馆2023年度项目支出绩效自评表", "云溪县图书馆", 2023,
    )  # fmt: skip
    assert shown(report) == [
        [
            ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "备注"),
            ("产出指标", "数量指标", "新增图书", "≥5,000册", "5,210册", "10.00", "10", ""),
            ("产出指标", "数量指标", "借阅活动", "12次", "9次", "10.00", "7.5", "场地维修"),
            ("产出指标", "质量指标", "图书完好率", "95%", "98.5%", "20.00", "20", ""),
            ("产出指标", "时效指标", "验收日期", "2023年12月31日", "2023-11-05", "10.00", "10", ""),
            ("效益指标", "社会效益", "读者满意度", "90%", "20%", "30.00", "0.3", "#DIV/0!"),
            ("总分", "总分", "总分", "总分", "总分", "80", "47.8", ""),
        ],
        [("上年数", "TRUE")],
    ]
    assert report.blocks[-2].text == "注：数据来自业务系统。"


@pytest.mark.parametrize("path", [XLS, ODS], ids=["xls", "ods"])
def test_what_the_sheet_hides_is_told(path):
    report = read_bytes(path.read_bytes(), path.name)
    assert report.remarks == (
        "工作表“自评表”的第4行是隐藏行，已一并读取，请核对是否应当计入。",
        "工作表“自评表”的H列是隐藏列，已一并读取，请核对是否应当采用。",
        "工作表“自评表”有1条批注，其中的内容未读取，请打开原文件查看。",
        "工作表“上年”是隐藏工作表，已一并读取，请核对是否应当计入。",
    )
    form, last_year = (block.rows for block in report.blocks if hasattr(block, "rows"))
    assert {row.locator.row: row.remarks for row in (*form, *last_year) if row.remarks} == {
        4: ("本行在工作表“自评表”中是隐藏行，请核对是否应当计入。",),
        7: ("单元格H7是错误值#DIV/0!，请核对。",),
        1: ("本行所在的工作表“上年”是隐藏工作表，请核对是否应当计入。",),
    }
    assert form[1].locator.describe() == "表1第3行 自评表!A3:H3"


def test_paragraphs_spaces_and_breaks_of_a_cell_are_its_text():
    inner = 'a<text:s text:c="2"/>b<text:tab/>c<text:line-break/>d<text:span>e</text:span>f'
    aside = "<office:annotation><text:p>批注</text:p></office:annotation>"
    ruby = "<text:ruby><text:ruby-base>完成</text:ruby-base><text:ruby-text>wancheng</text:ruby-text></text:ruby>"
    first = f"<table:table-cell>{aside}<text:p>{inner}</text:p><text:p>g</text:p></table:table-cell>"
    report = read(ods(row(first, cell(ruby))))
    assert shown(report) == [[("a  b\tc\ndef\ng", "完成")]]
    assert report.remarks == ("工作表“S”有1条批注，其中的内容未读取，请打开原文件查看。",)


def test_repeated_and_merged_cells_stand_where_they_show():
    spans = 'table:number-columns-spanned="2" table:number-rows-spanned="2"'
    rows = (
        row(cell("甲", spans), "<table:covered-table-cell/>", cell("x", 'table:number-columns-repeated="2"'))
        + row('<table:covered-table-cell table:number-columns-repeated="2"/>', cell("y"))
        + row(cell("z"), attributes='table:number-rows-repeated="2"')
        + row(cell("", 'table:number-columns-repeated="16384"'), attributes='table:number-rows-repeated="1048000"')
    )
    assert shown(read(ods(rows))) == [[("甲", "x", "x"), ("甲", "y", "")]]
    paragraphs = read(ods(rows)).blocks[1:]
    assert [(block.text, block.locator.row) for block in paragraphs] == [("z", 3), ("z", 4)]


def test_a_value_without_text_is_shown_by_its_kind():
    cells = (
        cell("", 'office:value-type="percentage" office:value="0.985"'),
        cell("", 'office:value-type="float" office:value="0.30000000000000004"'),
        cell("", 'office:value-type="date" office:date-value="2023-11-05"'),
        cell("", 'office:value-type="string" office:string-value="完成"'),
    )
    assert shown(read(ods(row(*cells)))) == [[("98.50%", "0.3", "2023-11-05", "完成")]]


def test_a_formula_without_a_stored_result_is_told():
    report = read(ods(row(cell("a"), cell("b"), cell("", 'table:formula="of:=1+2"'))))
    assert shown(report) == [[("a", "b")]]
    assert report.blocks[0].rows[0].remarks == ("单元格C1是公式，文件中没有保存计算结果，请用Excel打开后重新保存。",)


def test_hidden_sheets_and_copies_of_other_files_are_told_apart():
    styles = '<style:style style:name="ta2"><style:table-properties table:display="false"/></style:style>'
    hidden = read(ods(row(cell("a"), cell("b")), styles=styles, attributes='table:style-name="ta2"'))
    assert hidden.remarks == ("工作表“S”是隐藏工作表，已一并读取，请核对是否应当计入。",)
    assert read(ods("<table:table-source/>" + row(cell("a"), cell("b")))).blocks == ()


def test_pictures_and_text_boxes_are_told():
    things = ("<draw:image/>", "<draw:text-box/>", "<draw:object/><draw:image/>")
    shapes = f"<table:shapes>{''.join(f'<draw:frame>{thing}</draw:frame>' for thing in things)}</table:shapes>"
    report = read(ods(shapes + row(cell("a"), cell("b"))))
    assert report.remarks == ("工作表“S”有1张图片、1个文本框、1个图表或对象，其中的内容未读取，请打开原文件查看。",)


def test_pictures_charts_and_shapes_of_an_old_workbook_are_counted_by_sheet():
    def record(kind, content=b""):
        return struct.pack("<HH", kind, len(content)) + content

    def drawn(kind):
        return record(0x5D, struct.pack("<HHH", 0x15, 18, kind))

    begin, end = record(0x809, b"head"), record(0x0A)
    first = begin + drawn(8) + drawn(8) + drawn(5) + begin + end + drawn(2) + drawn(0x19) + end
    second = begin + record(0x203, b"cell") + end
    start = len(begin) + 2 * len(record(0x85, bytes(8))) + len(end)
    sheets = [record(0x85, struct.pack("<II", at, 0)) for at in (start, start + len(first))]
    stream = begin + b"".join(sheets) + end + first + second
    assert count_drawings(stream) == [{"张图片": 2, "个图表": 1, "个文本框或图形": 1}, {}]
    assert count_drawings(stream[: start + 20]) == [{"张图片": 1}, {}]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        pytest.param(ods("", manifest="<encryption-data/>"), "behind a password", id="password"),
        pytest.param(ods(row(cell("a")), prolog='<!DOCTYPE x [<!ENTITY a "b">]>'), "document type", id="entities"),
        pytest.param(
            ods(row(cell("a", f'{COLUMNS}="16384"'), attributes='table:number-rows-repeated="1048576"')),
            "more than 3000000 cells", id="repeated bomb",
        ),
        pytest.param(ods("<broken"), "no OpenDocument spreadsheet", id="no XML"),
    ],
)  # fmt: skip
def test_hostile_spreadsheets_get_one_clear_line(data, told):
    with pytest.raises(ReadingError, match=rf"'报告\.ods'.*{told}"):
        read(data)


@pytest.mark.parametrize("path", [XLS, ODS], ids=["xls", "ods"])
def test_any_damage_is_a_reading_error(path):
    from perfnlp.reading.calc import read_calc_tables

    content = path.read_bytes()

    def attempt(data):
        try:
            read_calc_tables(data, path.name)
        except ReadingError as error:
            assert path.name in str(error)  # noqa: PT017  damage in padding goes unseen

    for at in range(8, len(content), len(content) // 30):
        attempt(content[:at])

    @settings(deadline=None)
    @given(st.integers(8, len(content) - 1), st.integers(1, 255))
    def damaged(place, change):
        broken = bytearray(content)
        broken[place] ^= change
        attempt(bytes(broken))

    damaged()
