"""Results told in sentences: genres, traps and the laws that hold for every wrapping of the lines."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perfnlp.extraction.narrative import extract_narrative
from perfnlp.lexicon import load_lexicon
from perfnlp.records import Block, Indicator, Locator, Paragraph, Report, Table, TableRow


def report(*lines: str, tables: tuple[tuple[int, Table], ...] = ()) -> Report:
    blocks: list[Block] = [
        Paragraph(text=line, locator=Locator(document="r.txt", line=number))
        for number, line in enumerate(lines, 1)
        if line.strip()
    ]
    for position, table in tables:
        blocks.insert(position, table)
    return Report(name="r.txt", sha256="0" * 64, blocks=tuple(blocks))


def read(*lines: str, rows: tuple[Indicator, ...] = (), consumed: frozenset[int] = frozenset()) -> list[Indicator]:
    return list(extract_narrative(report(*lines), load_lexicon(), consumed, rows))


def told(rows: list[Indicator]) -> list[tuple[str, str | None, str | None]]:
    return [(row.name, row.target, row.actual) for row in rows]


HEAD = ("2023年度溪口县林业局部门整体绩效自评报告", "二、绩效目标完成情况分析")
NAMED = (
    "2022年度柳湾区民政局部门整体绩效自评结果",
    "一、部门概况",
    "年度目标1：养老服务经费",
    "二、绩效目标完成情况分析",
    "目标 1：（1）产出指标完成情况分析",
    "①新增养老床位 60 张（年初目标值：完成）。2022 年度柳湾区民政局新增",
    "养老床位 64 张，完成年初目标。",
    "②床位使用率（年初目标值：≥85%）。2022 年床位使用率为 71%，未完成",
    "年初目标。原因是两处机构装修停业。",
    "（2）满意度指标完成情况",
    "老人满意度（年初目标值：90%）。经调查，老人满意度为 93%。",
)


def test_named_indicators_keep_the_whole_statement_and_their_place():
    rows = read(*NAMED)
    assert told(rows) == [
        ("新增养老床位60张", "完成", "2022年度柳湾区民政局新增养老床位64张，完成年初目标。"),
        ("床位使用率", "≥85%", "2022年床位使用率为71%，未完成年初目标。"),
        ("老人满意度", "90%", "经调查，老人满意度为93%。"),
    ]
    assert [row.level1 for row in rows] == ["产出指标", "产出指标", "满意度指标"]
    assert {row.section for row in rows} == {"目标1 养老服务经费"}
    assert [row.locator.line for row in rows] == [6, 8, 11]
    assert rows[1].note == "原因是两处机构装修停业。"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param(
            "培训人数目标值500人，实际完成520人；", ("培训人数", "500人", "实际完成520人"), id="target and result"
        ),
        pytest.param("“合格率”年初目标值为≥95%，实际完成值为96%。", ("合格率", "≥95%", "96%"), id="quoted name"),
        pytest.param(
            "指标1：造林面积，年初目标3万亩，实际完成2.8万亩。", ("造林面积", "3万亩", "实际完成2.8万亩"), id="numbered"
        ),
        pytest.param(
            "巡护里程（目标值：≥900公里，实际完成值：915公里）。", ("巡护里程", "≥900公里", "915公里"), id="bracket"
        ),
        pytest.param("年初计划培育苗木80万株，实际培育76万株。", ("培育苗木", "80万株", "76万株"), id="planned"),
    ],
)
def test_a_sentence_with_target_and_result_is_one_row(line, expected):
    rows = read(*HEAD, "（1）产出指标完成情况。", line)
    assert told(rows) == [expected]
    assert rows[0].level1 == "产出指标"


def test_level_two_and_the_own_score_come_from_the_sentence():
    rows = read(*HEAD, "（1）产出指标完成情况。数量指标：护林员培训目标值200人，实际完成200人，得分10分；")
    assert (rows[0].level1, rows[0].level2, rows[0].self_score) == ("产出指标", "数量指标", Decimal(10))
    assert rows[0].actual == "实际完成200人"


def test_a_plain_result_counts_only_under_a_heading_about_indicators():
    sentence = "有效提升了林区群众防火意识。"
    assert [row.actual for row in read(*HEAD, "（2）社会效益指标完成情况", sentence)] == [sentence]
    assert read(*HEAD, "（2）组织领导情况", sentence) == []


PROBLEMS = (
    "1、公益岗位补贴项目绩效自评综述：项目全年预算数为86.4万元，执行数为79.2万元，完成预算的91.7%。"
    "主要产出和效益是：一是安置岗位人员22名；二是确保补贴发放及时率100%达标；三是未发生欠发事件。"
    "发现的问题及原因：一是安置岗位人员未达标；二是补贴发放及时率未达标；三是绩效指标设置未达到细化要求。"
    "年初镇里计划安置岗位人员24名，实际安置22名，另外2人放弃上岗，导致目标未能完成。"
    "下一步改进措施：一是确保完成年度任务；二是完善制度。"
)
BUDGET_GAP = (
    "2、管网改造项目绩效自评综述：项目全年预算数为320.00万元，执行数为302.5万元。主要产出和效果：改造管网6公里。"
    "发现的问题是实际执行数少于年初预算数，原因是结算审计尚未办结。"
)
OVERVIEW = ("十三、预算绩效情况说明", "（三）项目支出自评结果", PROBLEMS, BUDGET_GAP)


def test_overview_clauses_become_rows_and_measures_and_complaints_do_not():
    rows = read(*OVERVIEW)
    assert told(rows) == [
        ("安置岗位人员", "24名", "安置岗位人员22名"),
        ("补贴发放及时率", "100%", "确保补贴发放及时率100%达标"),
        ("欠发事件", None, "未发生欠发事件"),
        ("安置岗位人员", "24名", "安置岗位人员未达标"),
        ("补贴发放及时率", "100%", "补贴发放及时率未达标"),
        ("改造管网", None, "改造管网6公里"),
        ("预算执行数", "320.00万元", "实际执行数少于年初预算数"),
    ]
    assert rows[0].section == "项目1 公益岗位补贴"
    assert rows[0].note == rows[3].note
    assert rows[3].note is not None
    assert rows[3].note.startswith("年初镇里计划")
    assert rows[2].note is None
    assert rows[6].note == "原因是结算审计尚未办结。"


def test_overviews_give_no_rows_where_tables_tell_at_least_as_much():
    row = Indicator(id="", name="安置岗位人员", actual="22名", locator=Locator(document="r.txt"))
    assert read(*OVERVIEW, rows=(row,) * 7) == []
    assert len(read(*OVERVIEW, rows=(row,) * 6)) == 7


def test_an_overview_takes_in_the_items_listed_below_it():
    rows = read(
        "预算绩效情况说明",
        "1.农田项目绩效自评综述：全年预算数为900万元，执行数为900万元。主要产出和效益：",
        "①建成农田1.2万亩；",
        "②亩均增产8%。",
    )
    assert [(row.actual, row.locator.line) for row in rows] == [("建成农田1.2万亩", 3), ("亩均增产8%", 4)]


def test_scored_headings_take_points_and_target_from_the_plan_table():
    cells = (
        ("一级指标", "二级指标", "三级指标", "指标解释", "评分标准", "标准分值"),
        ("效果指标（40分）", "项目效果（40分）", "社会效益（8分）", "社会综合效益", "通过改造设施提升幸福感", "8"),
    )
    plan = Table(rows=tuple(TableRow(cells=row, locator=Locator(document="r.txt", line=1)) for row in cells))
    lines = (
        "2022年度石桥镇整体支出绩效自评报告",
        "二、绩效目标的完成情况",
        "3. 效果目标（评价得分 7 分）",
        "根据评价原则，评价得分7分，评价等级为优。",
        "（1）社会效益（评价得分 7 分）",
        "项目社会效益良好，评价得分 7 分。",
        "石桥镇经费部分用于道路改造，以上项目取得了较好的成效。由于手段有限，效益短期内无法量化。",
    )
    (row,) = extract_narrative(report(*lines, tables=((1, plan),)), load_lexicon(), frozenset(), ())
    assert (row.name, row.level1, row.level2) == ("社会效益", "效果指标", "项目效果")
    assert (row.points, row.self_score) == (Decimal(8), Decimal(7))
    assert (row.target, row.actual) == ("通过改造设施提升幸福感", "以上项目取得了较好的成效。")
    assert row.section == "二3.效果目标"


def test_missed_goals_are_told_once():
    lines = (
        *HEAD,
        "3.未完成的绩效目标",
        "“苗圃改造”、“林道维修”未完成年初目标值。",
        "三、存在的问题",
        "1.绩效指标设置不够细化。",
        "2.北坡防火道工程受征地影响，年底尚未开工，未完成建设任务。",
    )
    assert [row.name for row in read(*lines)][:1] == ["苗圃改造；林道维修"]
    assert len(read(*lines)) == 2
    tabled = Indicator(id="", name="北坡防火道工程", actual="尚未开工", locator=Locator(document="r.txt"))
    assert len(read(*lines, rows=(tabled,))) == 1


def test_a_problem_section_gives_a_named_shortfall_its_reason():
    rows = read(
        *HEAD,
        "（1）产出指标完成情况",
        "林道维修里程（年初目标值：12公里）。全年维修9公里，未完成年初目标。",
        "三、存在的问题",
        "1.林道维修里程未达到目标，因汛期塌方，两段工程延期。",
    )
    assert len(rows) == 1
    assert rows[0].note == "林道维修里程未达到目标，因汛期塌方，两段工程延期。"


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(("一、收入支出决算总体情况说明", "支出决算为98万元，完成年初预算的98%。"), id="accounts"),
        pytest.param(("一、“三公”经费支出决算情况", "年初目标值5万元，实际完成3万元。"), id="official hospitality"),
        pytest.param(("十、名词解释", "（一）基本支出：指为完成日常工作任务而发生的支出。"), id="definitions"),
        pytest.param((*HEAD, "四、下一步改进措施", "1.确保防火道工程完成，力争达到目标。"), id="measures"),
        pytest.param((*HEAD, "1.预算执行情况分析", "预算120万元，实际支出118万元，执行率98%。"), id="budget"),
        pytest.param((*HEAD, "3.未完成的绩效目标", "无未完成的绩效目标。"), id="nothing missed"),
        pytest.param((), id="empty report"),
    ],
)
def test_what_tells_no_result_gives_no_row(lines):
    assert read(*lines) == []


def test_accounts_are_read_only_below_their_performance_heading():
    sentence = "年初计划造林3万亩，实际造林2.8万亩。"
    rows = read(
        "第三部分 2022年度部门决算情况说明",
        "九、重点工作情况",
        sentence,
        "十、预算绩效情况说明",
        sentence,
    )
    assert [row.locator.line for row in rows] == [5]


def test_blocks_that_a_table_extractor_has_read_are_left_alone():
    assert [row.name for row in read(*NAMED, consumed=frozenset({7, 8}))] == ["新增养老床位60张", "老人满意度"]


@settings(max_examples=30, deadline=None)
@given(width=st.integers(min_value=22, max_value=48))
def test_the_width_at_which_lines_are_wrapped_changes_nothing(width):
    paragraphs = ["".join(NAMED[5:7]).replace(" ", ""), "".join(NAMED[7:9]).replace(" ", "")]
    wrapped = [text[start : start + width] for text in paragraphs for start in range(0, len(text), width)]
    # A page of body text shows where its lines are wrapped.
    filler = ["全" * width] * 12
    lines = [NAMED[0], "一、部门概况", *filler, NAMED[2], NAMED[3], NAMED[4], *wrapped, *NAMED[9:]]
    rows = read(*lines)
    assert told(rows) == told(read(*NAMED))
    for row in rows:
        assert row.locator.line is not None
        assert row.name[:3] in lines[row.locator.line - 1]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.text(alphabet="一二（）1.①目标值：完成，。；年初实际未达标绩效自评主要产出和效益是问题 ", max_size=30),
        max_size=12,
    )
)
def test_any_text_is_read_without_an_error(lines):
    for row in read(*lines):
        assert row.name
        assert row.actual is None or row.actual.strip()
