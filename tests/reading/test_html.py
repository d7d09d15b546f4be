"""Web pages: what a browser shows, in lines and tables."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfnlp.errors import ReadingError
from perfnlp.reading import read_bytes
from perfnlp.records import Paragraph, Table

HIDDEN_ROW = "本行在网页中是隐藏行，请核对是否应当计入。"


def page(body, encoding="utf-8", head=""):
    return f"<html><head>{head}</head><body>{body}</body></html>".encode(encoding)


def read(body, **said):
    return read_bytes(page(body, **said), "页.html")


def shown(report):
    """Return each paragraph as its text and each table as the texts of its rows."""
    return [
        block.text if isinstance(block, Paragraph) else [list(row.cells) for row in block.rows]
        for block in report.blocks
    ]


def grid(rows):
    (table,) = shown(read(f"<table>{rows}</table>"))
    return table


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        pytest.param("<p>甲<p>乙<div>丙<span>丁</span></div>戊", ["甲", "乙", "丙丁", "戊"], id="blocks"),
        pytest.param("甲<br>乙<br/>丙", ["甲", "乙", "丙"], id="line breaks"),
        pytest.param("<p>修建\n   道路 3 条\n(A B)</p>", ["修建道路 3 条(A B)"], id="wrapped source, kept blanks"),
        pytest.param("<p>one\ntwo</p>", ["one two"], id="wrapped Latin"),
        pytest.param("<p>&nbsp;&nbsp;甲&#8805;90&#37;\u200b&ge;</p>", ["甲≥90%≥"], id="entities, blanks of layout"),
        pytest.param("<p>甲\x01乙</p>", ["甲乙"], id="control characters"),
        pytest.param("<pre>甲  乙\n丙</pre>", ["甲 乙", "丙"], id="preformatted lines"),
        pytest.param("<p>10<sup>4</sup>亩、CO<sub>2</sub></p>", ["10⁴亩、CO2"], id="powers stay powers"),
        pytest.param("<ol start=2><li>甲<li value=7>乙<li>丙</ol>", ["2.甲", "7.乙", "8.丙"], id="numbered list"),
        pytest.param("<ul><li>甲</ul><ol type=a><li>乙</ol>", ["甲", "乙"], id="other lists"),
        pytest.param("<script>x</script><style>y</style><noscript>z</noscript>甲", ["甲"], id="never printed"),
        pytest.param("<xml><w:View>Print</w:View></xml><!--[if mso]>x<![endif]--><![if !vml]>甲<![endif]>", ["甲"],
                     id="Office"),
        pytest.param("<p>甲<o:p>&nbsp;</o:p></p>", ["甲"], id="Office paragraph mark"),
        pytest.param("甲<del>乙</del><span style='DISPLAY : none'>丙</span><i hidden>丁</i>", ["甲"], id="not shown"),
        pytest.param("完成<input value=98%><input type=hidden value=x><input type=checkbox checked>是"
                     "<input type=radio>否", ["完成98%☑是☐否"], id="inputs"),
        pytest.param("<select><option>优<option selected>良</select><select><option>甲<option>乙</select>"
                     "<textarea>丙\n丁</textarea>", ["良甲丙", "丁"], id="choices and fields"),
        pytest.param("甲<table></table><table><tr><td> </table>乙", ["甲", "乙"], id="empty tables"),
    ],
)  # fmt: skip
def test_lines(body, lines):
    assert shown(read(body)) == lines


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param("<tr><td>甲<td>乙<tr><td>丙<td>丁", [["甲", "乙"], ["丙", "丁"]], id="tags never closed"),
        pytest.param("<td>甲<td>乙", [["甲", "乙"]], id="cells without a row"),
        pytest.param(
            "<tr><td rowspan=2>甲<td colspan=2>乙<tr><td>丙<td>丁", [["甲", "乙", "乙"], ["甲", "丙", "丁"]], id="spans"
        ),
        pytest.param(
            "<tr><td rowspan=0>甲<td>乙<tr><td>丙<tr><td>丁",
            [["甲", "乙"], ["甲", "丙"], ["甲", "丁"]],
            id="to the end",
        ),
        pytest.param(
            "<tbody><tr><td rowspan=9>甲<td>乙<tbody><tr><td>丙<td>丁",
            [["甲", "乙"], ["丙", "丁"]],
            id="a span ends with its section",
        ),
        pytest.param(
            "<tr><td colspan=65534>标题<tr><td>甲<td>乙<td rowspan=65534>丙",
            [["标题", "标题", "标题"], ["甲", "乙", "丙"]],
            id="absurd spans",
        ),
        pytest.param(
            "<tr><td colspan=0>甲<td rowspan=x>乙<td colspan=-3>丙", [["甲", "乙", "丙"]], id="spans that are none"
        ),
        pytest.param(
            "<tr><td colspan=2>甲<td colspan=2>乙<tr><td colspan=2>丙<td colspan=2>丁",
            [["甲", "乙"], ["丙", "丁"]],
            id="columns in which no cell begins",
        ),
        pytest.param(
            "<tr><td>甲<td rowspan=2>乙<td>丙<tr><td colspan=3>丁",
            [["甲", "乙", "丙"], ["丁", "乙", "丁"]],
            id="overlap",
        ),
        pytest.param(
            "<tfoot><tr><td>合计<td>5</tfoot><tbody><tr><td>甲<td>3</tbody><thead><tr><td>名称<td>分值</thead>",
            [["名称", "分值"], ["甲", "3"], ["合计", "5"]],
            id="sections in the order of a browser",
        ),
        pytest.param("<tr><td>甲<p>乙</p>丙<br>丁<td>1", [["甲\n乙\n丙\n丁", "1"]], id="lines in a cell"),
        pytest.param(
            "<tr><td>甲<td><table><tr><td>乙<td>丙</table><td>丁", [["甲", "乙 丙", "丁"]], id="a small table in a cell"
        ),
        pytest.param("<tr><td>甲<td>乙<tr><td>丙", [["甲", "乙"], ["丙", ""]], id="short row"),
        pytest.param("<form><tr><td>甲<td>乙</form>", [["甲", "乙"]], id="form around rows"),
    ],
)
def test_grids(rows, expected):
    assert grid(rows) == expected


def test_captions_and_strays_stand_above_their_table():
    body = "前<table>表外<caption>附表</caption><script>x</script><tr>行外<td>甲<td>乙</table>后"
    assert shown(read(body)) == ["前", "表外", "附表", "行外", [["甲", "乙"]], "后"]


def test_tables_that_arrange_the_page_are_entered_and_their_own_rows_stay_rows():
    form = "<tr><td>指标<td>分值<tr><td>修路<td>5<tr><td>修桥<td>6"
    body = (
        "<table><tr><td>首页<td>公开"
        f"<tr><td>左栏<td><p>正文</p><table>{form}</table><p>注：略</p><td>右栏"
        "<tr><td>主办<td>某县</table>"
    )
    assert shown(read(body)) == [
        [["首页", "公开", ""]],
        "左栏",
        "正文",
        [["指标", "分值"], ["修路", "5"], ["修桥", "6"]],
        "注：略",
        "右栏",
        [["主办", "某县", ""]],
    ]


def test_a_long_text_in_a_layout_cell_is_read_as_paragraphs():
    text = "".join(f"<p>第{number}段</p>" for number in range(60))
    lines = shown(read(f"<table><tr><td>导航<td>{text}</table>"))
    assert lines == ["导航", *(f"第{number}段" for number in range(60))]


def test_a_table_of_one_column_is_paragraphs():
    assert shown(read("<table><tr><td>甲<br>乙<tr><td colspan=3>丙</table>")) == ["甲", "乙", "丙"]


def test_places_grow_through_the_document():
    blocks = read("甲<table><tr><td>1<td>2<tr><td> <td> <tr><td>3<td>4</table>乙<table><tr><td>5<td>6</table>").blocks
    tables = [block for block in blocks if isinstance(block, Table)]
    places = [(row.locator.table, row.locator.row) for table in tables for row in table.rows]
    locators = [
        place
        for block in blocks
        for place in ([block.locator] if isinstance(block, Paragraph) else [row.locator for row in block.rows])
    ]
    assert places == [(1, 1), (1, 3), (2, 1)]
    assert [place.order for place in locators] == [1, 2, 3, 4, 5]
    assert {place.document for place in locators} == {"页.html"}


def test_hidden_rows_are_read_and_marked():
    hidden = "<table style='display:none'><tr><td>甲<td>1</table>"
    rows = "<table><tr><td>乙<td>2<tr style='visibility:collapse'><td>丙<td>3</table>"
    blocks = read(f"<div hidden>弹窗{hidden}</div>{rows}").blocks
    told = [(row.cells[0], row.remarks) for table in blocks for row in table.rows]
    assert told == [("甲", (HIDDEN_ROW,)), ("乙", ()), ("丙", (HIDDEN_ROW,))]


def test_hidden_cells_take_no_place_and_are_told_unless_a_merge_hides_them():
    rows = (
        "<tr><td rowspan=2>甲<td>1<td style='display:none'>别的"
        "<tr><td style='display:none'>甲<td>2<td hidden><span>2</span>"
    )
    (table,) = read(f"<table>{rows}</table>").blocks
    assert [row.cells for row in table.rows] == [("甲", "1"), ("甲", "2")]
    assert "“别的”" in table.rows[0].remarks[0]
    assert [len(row.remarks) for row in table.rows] == [1, 0]


def test_what_stands_elsewhere_is_told_where_the_page_has_no_table():
    frames = read_bytes(b"<html><frameset><frame src=sheet001.htm></frameset></html>", "a.htm")
    assert (frames.blocks, len(frames.remarks)) == ((), 1)
    assert "框架" in frames.remarks[0]
    images = read("<p>公告</p><img src=1.png><img src=2.png>")
    assert images.remarks == ("网页中没有表格，另有2张图片未读取，请核对指标是否在图片中。",)
    assert read("<img src=1.png><table><tr><td>甲<td>乙</table>").remarks == ()


def test_a_page_that_ends_too_early_is_told():
    assert read_bytes("<html><body><p>甲".encode(), "a.html").remarks == (
        "网页没有结束标记，文件可能不完整，请与原件核对。",
    )


def test_the_title_comes_from_the_page_where_menus_stand_above_the_text():
    menu = "".join(f"<li>栏目{number}" for number in range(20))
    title = "云溪县林业局2023年度绩效自评报告"
    report = read(f"<ul>{menu}</ul><p>正文</p>", head=f"<title>{title} - 云溪县人民政府</title>")
    assert (report.title, report.organisation, report.year) == (title, "云溪县林业局", 2023)
    assert read(f"<p>{title}</p>", head="<title>模板 2019年度自评报告</title>").title == title


@pytest.mark.parametrize("data", [b"<html></html>", b"<!-- x -->", b"<html><body><p> </p></body></html>"])
def test_a_page_of_nothing_is_refused(data):
    with pytest.raises(ReadingError, match=r"cannot read 'a\.html': the page is empty"):
        read_bytes(data, "a.html")


@pytest.mark.parametrize("tag", ["div", "table><tr><td", "span", "ul><li"])
def test_absurd_nesting_is_refused_and_deep_nesting_read(tag):
    def deep(times):
        return f"<html><body>{f'<{tag}>' * times}甲</body></html>".encode()

    with pytest.raises(ReadingError, match=r"'a\.html'.*nested too deeply"):
        read_bytes(deep(100_000), "a.html")
    assert shown(read_bytes(deep(600), "a.html")) == ["甲"]


def test_a_table_blown_up_by_its_spans_is_refused(monkeypatch):
    monkeypatch.setattr("perfnlp.reading.html_table._MAX_SLOTS", 1000)
    with pytest.raises(ReadingError, match=r"'页\.html': a table has more than 1,000 cells"):
        grid("<tr><td rowspan=100 colspan=100>甲" + "<tr><td>乙" * 20)


texts = st.text("甲乙 12", min_size=1, max_size=4).filter(str.strip)
spans = st.integers(1, 4)
tables = st.lists(st.lists(st.tuples(texts, spans, spans), min_size=1, max_size=5), min_size=1, max_size=6)


@given(tables)
def test_grids_are_even_and_lose_no_cell(rows):
    source = "".join(
        "<tr>" + "".join(f"<td colspan={across} rowspan={down}>{text}" for text, across, down in row) for row in rows
    )
    report = read(f"<p>题</p><table>{source}</table>")
    for block in report.blocks[1:]:
        if isinstance(block, Table):
            assert len({len(row.cells) for row in block.rows}) == 1
    whole = str(shown(report))
    assert all(" ".join(text.split()) in whole for row in rows for text, _, _ in row)


DAMAGED = page("<p>甲</p><table><tr><td rowspan=2>乙<td>丙<tr><td>丁</table>", encoding="gb18030")


@given(st.integers(0, len(DAMAGED)), st.integers(0, 255), st.integers(0, len(DAMAGED)))
def test_damage_ends_in_a_report_or_a_reading_error(place, byte, end):
    data = (DAMAGED[:place] + bytes([byte]) + DAMAGED[place + 1 :])[:end]
    try:
        read_bytes(data, "a.html")
    except ReadingError as error:
        assert "'a.html'" in str(error)  # noqa: PT017  either way is right
