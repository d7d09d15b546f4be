"""Forms as readers of Word, Excel and PDF give them: merged cells repeated over rows and columns."""

from decimal import Decimal

import pytest

from perfnlp.extraction import extract_indicators
from perfnlp.lexicon import load_lexicon
from perfnlp.records import Box, Indicator, Locator, Paragraph, Report, Table, TableRow

NATIONAL_HEAD = """
项目支出绩效自评表*10
（2023年度）*10
项目名称*2 | 乡村道路养护项目*8
主管部门*2 | 云溪县交通局*4 | 实施单位*2 | 云溪县公路段*2
项目资金（万元）*2 | *2 | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分
项目资金（万元）*2 | 年度资金总额*2 | 120 | 120 | 118.5 | 10 | 98.75% | 9.88
项目资金（万元）*2 | 其中：当年财政拨款*2 | 120 | 120 | 118.5 | — | 98.75% | —
年度总体目标 | 预期目标*5 | 实际完成情况*4
年度总体目标 | 养护农村公路300公里。*5 | 已养护农村公路305公里。*4
"""
NATIONAL_BODY = """
绩效指标 | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施*2
绩效指标 | 产出指标 | 数量指标 | 养护里程 | ≥300公里 | 305公里 | 50 | 50 | *2
绩效指标 | 效益指标 | 社会效益指标 | 出行条件 | 明显改善 | 有所改善 | 40 | 36 | 汛期延误*2
总分*6 | 100 | 95.88 | *2
"""
NATIONAL_ROWS = [
    (None, None, "年度资金总额", "120", "118.5", Decimal(10), Decimal("9.88")),
    (None, None, "年度总体目标", "养护农村公路300公里。", "已养护农村公路305公里。", None, None),
    ("产出指标", "数量指标", "养护里程", "≥300公里", "305公里", Decimal(50), Decimal(50)),
    ("效益指标", "社会效益指标", "出行条件", "明显改善", "有所改善", Decimal(40), Decimal(36)),
]
PLAIN = """
序号 | 指标名称 | 目标值 | 完成值 | 分值 | 得分
1 | 养护里程 | ≥300公里 | 305公里 | 50 | 50
"""


def table(grid: str) -> Table:
    """Return the table that `grid` draws: "text*3" is a cell merged over three columns."""
    rows = [[piece.strip() for piece in line.split("|")] for line in grid.split("\n") if line.strip()]
    return Table(
        rows=tuple(
            TableRow(cells=spread(pieces), locator=Locator(document="d", table=1, row=number, line=number))
            for number, pieces in enumerate(rows, start=1)
        )
    )


def spread(pieces: list[str]) -> tuple[str, ...]:
    parts = [
        piece.rpartition("*") if piece[-2:-1] == "*" or piece[-3:-2] == "*" else (piece, "", "1") for piece in pieces
    ]
    return tuple(text.strip() for text, _, width in parts for _ in range(int(width)))


def extract(*tables: Table) -> tuple[Indicator, ...]:
    return extract_indicators(Report(name="d", sha256="0" * 64, blocks=tables), load_lexicon())


def shown(row: Indicator) -> tuple[object, ...]:
    return row.level1, row.level2, row.name, row.target, row.actual, row.points, row.self_score


def test_national_form_gives_its_budget_row_its_goal_and_its_indicators():
    rows = extract(table(NATIONAL_HEAD + NATIONAL_BODY))
    assert [shown(row) for row in rows] == NATIONAL_ROWS
    assert rows[-1].note == "汛期延误"
    assert {row.section for row in rows} == {"项目支出绩效自评表"}
    assert not any(row.remarks for row in rows)  # 10 + 50 + 40 is 100, 9.88 + 50 + 36 is 95.88


def test_two_forms_on_one_sheet_are_read_one_after_the_other():
    rows = extract(table((NATIONAL_HEAD + NATIONAL_BODY) * 2))
    assert [shown(row) for row in rows] == NATIONAL_ROWS * 2


def test_review_form_folds_sign_and_unit_and_ignores_the_reviewers_columns():
    grid = """
    一级指标|二级指标|三级指标|指标性质|指标值|度量单位|权重|自评完成值|自评得分|复核完成值|复核得分|偏离度|备注(扣分原因)
    产出指标|数量指标|维修桥梁|≥|12|座|20|11|18.33|10|15|8.3%|少1座
    """
    (row,) = extract(table(grid))
    assert shown(row) == ("产出指标", "数量指标", "维修桥梁", "≥12座", "11", Decimal(20), Decimal("18.33"))
    assert row.note == "少1座"


def test_headings_merged_over_all_columns_name_the_level_of_the_rows_below():
    header, first = PLAIN.strip().split("\n")
    second = "2 | 出行条件 | 明显改善 | 有所改善 | 50 | 40"
    grid = f"{header}\n（一）产出指标（50分）*6\n{first}\n（二）效益指标（50分）*6\n{second}"
    assert [(row.level1, row.name) for row in extract(table(grid))] == [
        ("产出指标", "养护里程"),
        ("效益指标", "出行条件"),
    ]


@pytest.mark.parametrize(
    "last",
    [
        pytest.param("填表人：*2 | 联系电话：*4", id="signatures"),
        pytest.param("填报日期：2024年3月1日*6", id="date"),
        pytest.param("说明 | 无*5", id="nothing to explain"),
        pytest.param("注：得分一栏由单位自评。*6", id="note under the form"),
    ],
)
def test_what_stands_below_the_indicators_is_no_indicator(last):
    assert [row.name for row in extract(table(PLAIN + last))] == ["养护里程"]


def test_a_result_that_repeats_its_goal_word_for_word_is_kept():
    rows = extract(table("年度总体目标*2 | 完成情况*2\n培训干部200人次*2 | 培训干部200人次*2"))
    assert [(row.target, row.actual) for row in rows] == [("培训干部200人次", "培训干部200人次")]


def test_a_budget_total_with_a_colon_is_the_budget_row():
    grid = "资金 | | 全年预算数（A） | 全年执行数（B） | 执行率\n资金 | 年度资金总额： | 5000 | 4800 | 96%"
    assert [(row.name, row.target, row.actual) for row in extract(table(grid))] == [("年度资金总额", "5000", "4800")]


def test_a_row_cut_by_a_page_break_keeps_both_boxes_the_lower_legibility_and_every_remark():
    def piece(cells: str, page: int, legibility: float, remark: str) -> TableRow:
        box = Box(page=page, left=50, top=700, right=500, bottom=740)
        where = Locator(document="d", page=page, line=page, table=page, row=2, boxes=(box,), legibility=legibility)
        return TableRow(cells=tuple(cells.split("|")), locator=where, remarks=(remark,))

    (head, _) = table(PLAIN).rows
    upper = piece("1|养护里程|≥300|305|50|50", 1, 0.9, "第一页为扫描件")
    lower = piece("|（含桥梁）|公里|公里||", 2, 0.8, "第二页为扫描件")
    number = Paragraph(text="— 1 —", locator=Locator(document="d", page=1, line=1))
    blocks = (Table(rows=(head, upper)), number, Table(rows=(lower,)))
    (row,) = extract_indicators(Report(name="d", sha256="0" * 64, blocks=blocks), load_lexicon())
    assert (row.name, row.target, row.actual) == ("养护里程（含桥梁）", "≥300公里", "305公里")
    assert [box.page for box in row.locator.boxes] == [1, 2]
    assert row.locator.legibility == 0.8
    assert row.remarks == ("第一页为扫描件", "第二页为扫描件")


def on_page(grid: str, page: int, line: int) -> Table:
    rows = table(grid).rows
    places = [Locator(document="d", page=page, table=page, row=at, line=line + at) for at in range(len(rows))]
    return Table(rows=tuple(TableRow(cells=row.cells, locator=place) for row, place in zip(rows, places, strict=True)))


def head_line(text: str, page: int, line: int) -> Paragraph:
    return Paragraph(text=text, locator=Locator(document="d", page=page, line=line), starts_page=True)


def names_over_pages(*blocks: Table | Paragraph) -> list[tuple[str | None, str, str | None]]:
    rows = extract_indicators(Report(name="d", sha256="0" * 64, blocks=blocks), load_lexicon())
    return [(row.level1, row.name, row.actual) for row in rows]


LEVELLED = "一级指标 | 三级指标 | 年度指标值 | 实际完成值 | 备注"


def test_a_table_goes_on_behind_a_running_head_and_a_repeated_header_keeps_its_columns():
    first = on_page(f"{LEVELLED}\n效益 | 出行条件 | 明显改善 | 有所 | 汛期", 1, 10)
    second = on_page(f"{LEVELLED}\n指标 | 完成率 | | 改善 | \n指标 | 带动就业 | ≥20人 | 25人 | 未完成", 2, 30)
    third = on_page(f"{LEVELLED}\n | | | | 一季度计划\n | 带动增收 | ≥2万元 | 3万元 |", 3, 50)  # 计划 is a heading too
    heads = [head_line("云溪县自评材料", page, 20 * page - 15) for page in (1, 2, 3)]
    found = names_over_pages(heads[0], first, heads[1], second, heads[2], third)
    assert found == [
        ("效益指标", "出行条件完成率", "有所改善"),
        ("效益指标", "带动就业", "25人"),
        ("效益指标", "带动增收", "3万元"),
    ]


def test_a_line_of_text_between_two_tables_parts_them():
    first = on_page(f"{LEVELLED}\n效益指标 | 出行条件 | 明显改善 | 有所改善 |", 1, 10)
    second = on_page("项目 | 金额 | 日期 | 地点 | 其他\n护栏 | 3 | 5月 | 北街 |", 2, 30)
    found = names_over_pages(first, head_line("二、采购情况如下", 2, 20), second)
    assert found == [("效益指标", "出行条件", "有所改善")]


def test_the_second_digit_of_a_wrapped_number_begins_no_row():
    first = on_page(PLAIN, 1, 10)
    second = on_page("3 | | | | | \n14 | 出行条件 | 明显改善 | 有所改善 | 50 | 40", 2, 30)
    assert names_over_pages(first, second) == [(None, "养护里程", "305公里"), (None, "出行条件", "有所改善")]


def test_each_sheet_and_each_form_behind_a_total_is_summed_by_itself():
    header = "一级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分"
    grid = f"{header}\n产出指标 | 养护里程 | 3公里 | 3公里 | 100 | 90\n总分*4 | 100 | 90"

    def on_sheet(sheet: str) -> Table:
        rows = [(row, f"{sheet}!A{at}:F{at}") for at, row in enumerate(table(grid).rows, start=1)]
        return Table(
            rows=tuple(
                TableRow(cells=row.cells, locator=Locator(document="d", cell_range=cells)) for row, cells in rows
            )
        )

    for blocks in ((on_sheet("甲"), on_sheet("乙")), (table(f"{grid}\n{grid}"),)):
        rows = extract(*blocks)
        assert [row.points for row in rows] == [100, 100]
        assert not any(row.remarks for row in rows)
