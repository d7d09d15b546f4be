"""Tables of Word documents on their grids: merged cells, left-out columns, tables in tables."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from word_files import BEGIN, GO_ON, p, shown, span, tbl, tc, tr, word

from perfnlp.reading import read_bytes
from perfnlp.records import Table


def read(body):
    return read_bytes(word(body), "a.docx")


def rows_of(*rows):
    """Return the cells of the one table that `rows` make."""
    (table,) = shown(read(tbl(*rows)))
    return table


def test_cells_that_span_columns_and_rows_repeat_their_text():
    rows = rows_of(
        ("一级", "名称", "值", "分值"),
        (tc("产出", properties=BEGIN), "修路", "3", "10"),
        (tc(properties=GO_ON), tc("种树", properties=span(2)), "9"),
        (tc("总分", properties=span(3)), "19"),
    )
    assert rows == [
        ("一级", "名称", "值", "分值"),
        ("产出", "修路", "3", "10"),
        ("产出", "种树", "种树", "9"),
        ("总分", "总分", "总分", "19"),
    ]


def test_a_merged_cell_ends_where_a_cell_of_its_own_begins():
    rows = rows_of(
        (tc("甲", properties=BEGIN), "1"), (tc(properties=GO_ON), "2"), ("", "3"), (tc("乙", properties=BEGIN), "4")
    )
    assert rows == [("甲", "1"), ("甲", "2"), ("", "3"), ("乙", "4")]


def test_a_cell_that_goes_on_from_nothing_keeps_its_text():
    assert rows_of((tc("甲", properties=GO_ON), "1"), ("乙", "2")) == [("甲", "1"), ("乙", "2")]


def test_what_goes_on_below_another_cell_is_not_taken_from_further_above():
    assert rows_of((tc("甲", properties=BEGIN), "1"), ("乙", "2"), (tc(properties=GO_ON), "3")) == [
        ("甲", "1"), ("乙", "2"), ("", "3"),
    ]  # fmt: skip


def test_a_cell_merged_both_ways_fills_its_block():
    both = span(2)
    rows = rows_of((tc("甲", properties=both + BEGIN), "1"), (tc(properties=both + GO_ON), "2"))
    assert rows == [("甲", "甲", "1"), ("甲", "甲", "2")]


def test_cells_merged_in_the_old_way_are_one():
    begin, go_on = '<w:hMerge w:val="restart"/>', "<w:hMerge/>"
    rows = rows_of(("a", "b", "c"), (tc("甲", properties=begin), tc(properties=go_on), "1"))
    assert rows == [("a", "b", "c"), ("甲", "甲", "1")]


def test_text_under_a_merged_cell_is_told():
    (table,) = read(tbl((tc("产出", properties=BEGIN), "1"), (tc("效益", properties=GO_ON), "2"))).blocks
    assert [row.cells for row in table.rows] == [("产出", "1"), ("产出", "2")]
    assert [row.remarks for row in table.rows] == [(), ("被合并的单元格里另有文字“效益”，版面上看不到，没有采用。",)]


def test_columns_left_out_are_blank():
    before, after = '<w:gridBefore w:val="1"/>', '<w:gridAfter w:val="2"/>'
    rows = rows_of(("a", "b", "c"), tr("甲", "乙", properties=before), tr("丙", properties=after))
    assert rows == [("a", "b", "c"), ("", "甲", "乙"), ("丙", "", "")]


def test_a_row_with_fewer_cells_is_filled_up():
    assert rows_of(("a", "b", "c"), ("甲",)) == [("a", "b", "c"), ("甲", "", "")]


def test_widths_place_the_cells_where_spans_do_not_add_up():
    def wide(text, width):
        return tc(text, properties=f'<w:tcW w:w="{width}" w:type="dxa"/>')

    rows = rows_of(
        (wide("一级", 1000), wide("名称", 2000), wide("值", 1000), wide("分值", 1000)),
        (wide("总分", 3990), wide("95", 1015)),
        (wide("产出", 1000), wide("修路3公里", 3000), wide("10", 1000)),
    )
    assert rows == [
        ("一级", "名称", "值", "分值"),
        ("总分", "总分", "总分", "95"),
        ("产出", "修路3公里", "修路3公里", "10"),
    ]


def test_paragraphs_are_lines_of_a_cell_and_blank_rows_go():
    rows = rows_of((tc("甲", "乙"), tc(p("丙"), p())), (tc(), tc("　")), ("丁", "戊"))
    assert rows == [("甲\n乙", "丙"), ("丁", "戊")]


def test_a_table_of_single_cells_frames_paragraphs():
    assert shown(read(tbl((tc("一、概况", "全年修路3公里。"),), ("二、问题",)))) == [
        "一、概况",
        "全年修路3公里。",
        "二、问题",
    ]


INNER = tbl(("名称", "值", "分值"), ("修路", "3", "10"))
INNER_SHOWN = [("名称", "值", "分值"), ("修路", "3", "10")]


def test_a_table_framed_by_another_stands_apart():
    assert shown(read(tbl((tc("自评表", INNER, "注：无"),)))) == ["自评表", INNER_SHOWN, "注：无"]
    framed = tbl((tc(), tc("自评表", tbl(("甲", "1"), ("乙", "2")))), ("丙", "丁"))
    assert shown(read(framed)) == ["自评表", [("甲", "1"), ("乙", "2")], [("丙", "丁")]]


def test_a_real_table_in_a_form_stands_apart_behind_its_row():
    form = tbl(("项目", "修路"), ("绩效指标", tc(INNER, p())), ("其他", "无"))
    assert shown(read(form)) == [[("项目", "修路"), ("绩效指标", "")], INNER_SHOWN, [("其他", "无")]]


def test_a_small_table_in_a_cell_joins_its_text():
    form = tbl(("名称", "值"), ("修路", tc("如下：", tbl(("一季度", "3"), ("二季度", "3")))))
    assert shown(read(form)) == [[("名称", "值"), ("修路", "如下：\n一季度 3\n二季度 3")]]


def test_a_merged_cell_goes_on_behind_a_table_that_stands_apart():
    form = tbl((tc("甲", properties=BEGIN), "1"), (tc(properties=GO_ON), tc(INNER)), (tc(properties=GO_ON), "2"))
    assert shown(read(form)) == [[("甲", "1"), ("甲", "")], INNER_SHOWN, [("甲", "2")]]


def test_tables_in_tables_without_end_are_read_in_time():
    body = tbl(("核", "心"), ("甲", "乙"))
    for depth in range(60):
        body = tbl((f"层{depth}", tc(body, p())), ("外", "壳"))
    assert "核" in str(shown(read(body)))


@pytest.mark.parametrize("value", ["1000000000", "99999999999999999999", "-3", "x", ""])
def test_absurd_spans_are_bounded(value):
    (table,) = rows = read(tbl((tc("甲", properties=f'<w:gridSpan w:val="{value}"/>'), "乙"), ("丙", "丁"))).blocks
    assert isinstance(table, Table)
    assert len(rows[0].rows[0].cells) <= 64
    assert {"丙", "丁"} < set(table.rows[1].cells) | {""}


cells = st.tuples(st.sampled_from(["甲", "乙", ""]), st.integers(1, 3), st.sampled_from(["", BEGIN, GO_ON]))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(cells, min_size=1, max_size=4), min_size=1, max_size=5))
def test_every_grid_is_equally_wide_and_loses_no_text(grid):
    body = tbl(*(tuple(tc(text, properties=span(width) + merge) if text else tc(properties=span(width) + merge)
                       for text, width, merge in row) for row in grid))  # fmt: skip
    report = read(p("题") + body)
    texts = str(shown(report)) + str([row.remarks for block in report.blocks[1:] if isinstance(block, Table)
                                      for row in block.rows])  # fmt: skip
    assert all(text in texts for row in grid for text, _, _ in row)
    for block in report.blocks:
        assert not isinstance(block, Table) or len({len(row.cells) for row in block.rows}) == 1
