"""Flattened tables: hand-made texts with known rows. All places are fictional."""

from decimal import Decimal

import pytest
from flattened_layout import report_of

from perfnlp.extraction.flattened import extract_flattened
from perfnlp.lexicon import load_lexicon

HEADER = "2023年度河湖管护项目自评表\n二级指标 指标名称 年初目标值 实际完成值 得分\n"
NATIONAL = "项目支出绩效自评表\n一级指标 二级指标 三级指标 年度指标值 实际完成值 分值 得分 偏差原因分析及改进措施\n"


def rows_of(text):
    return extract_flattened(report_of(text), load_lexicon())[0]


def values(row):
    return row.name, row.target, row.actual, str(row.points), str(row.self_score)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param("巡河次数（2分） ≥12次 13次 2", ("巡河次数", "≥12次", "13次", "2", "2"), id="one line"),
        pytest.param(
            "新建口袋公园数量\n（3分）\n4个 7个 3",
            ("新建口袋公园数量", "4个", "7个", "3", "3"),
            id="points below the name",
        ),
        pytest.param(
            "当年村民来访（含电话、\n\n网络留言）答复及时率\n（3分）\n≥95% 96% 3",
            ("当年村民来访（含电话、网络留言）答复及时率", "≥95%", "96%", "3", "3"),
            id="brackets that are no points",
        ),
        pytest.param(
            "引进外来投资（3分）\n301.5万\n欧元\n301.5万欧\n元\n3",
            ("引进外来投资", "301.5万欧元", "301.5万欧元", "3", "3"),
            id="value and unit cut differently",
        ),
        pytest.param(
            "水质季度评分（2分）\n≥85分\n一二季度≥85\n分，三四季度\n只有 80分\n1.0",
            ("水质季度评分", "≥85分", "一二季度≥85分，三四季度只有80分", "2", "1.0"),
            id="compound actual over four lines",
        ),
        pytest.param("巡查频次（1.5分）\n1次/周 1次/周 1.5", ("巡查频次", "1次/周", "1次/周", "1.5", "1.5"), id="rate"),
        pytest.param("坝体裂缝（2分） 0 0 2", ("坝体裂缝", "0", "0", "2", "2"), id="values that look like scores"),
    ],
)
def test_a_row_is_put_together_from_its_pieces(body, expected):
    (row,) = rows_of(f"{HEADER}数量指标\n{body}\n偏差大或目标未完成原因分析\n无")
    assert values(row) == expected
    assert (row.section, row.level2) == ("河湖管护项目自评表", "数量指标")


def test_level_headings_cut_every_two_characters_are_whole_and_have_no_values():
    text = (
        HEADER + "满意\n度指\n标（3\n分）\n服务对象\n满意度\n指标\n（3分）\n村民对河道保洁的\n满意度（3分）\n≥80% 85% 3"
    )
    (row,) = rows_of(text)
    assert (row.level1, row.level2) == ("满意度指标", "服务对象满意度指标")
    assert values(row) == ("村民对河道保洁的满意度", "≥80%", "85%", "3", "3")
    assert row.remarks == ()


def test_points_that_a_page_break_tore_off_go_to_levels_and_row_in_column_order():
    text = HEADER + (
        "效益\n指标\n社会效益\n指标\n岸线整洁（3分） 明显改善 有所改善 2.5\n村民护河意识 增强 有所增强 2.5\n"
        " （6\n分）\n（6分） （3分）\n满意度指标（4分）\n服务对象满意度指标（4分）\n游客满意度（4分） ≥80% 80% 4"
    )
    found = rows_of(text)
    assert [str(row.points) for row in found] == ["3", "3", "4"]
    assert all(row.remarks == () for row in found)


def test_a_header_repeated_inside_a_row_is_left_out():
    text = HEADER + "数量指标\n新建护栏\n 二级指标 指标名称 年初目标值 实际完成值 得分\n长度（2分）\n≥3公里 3.2公里 2"
    assert [values(row) for row in rows_of(text)] == [("新建护栏长度", "≥3公里", "3.2公里", "2", "2")]


def test_page_numbers_that_count_along_are_no_scores():
    text = (
        HEADER + "数量指标\n巡河次数（2分） 9次 9次 2\n7\n 补植芦苇面积（2分） 5亩 6亩 2\n8\n 新增船只（1分） 1艘 1艘 1"
    )
    found = rows_of(text)
    assert [values(row)[::4] for row in found] == [("巡河次数", "2"), ("补植芦苇面积", "2"), ("新增船只", "1")]
    assert all(row.remarks == () for row in found)


def test_the_national_form_has_points_score_and_reason_in_columns():
    text = NATIONAL + (
        "产出指标 数量指标 举办培训班场次 ≥12场 13场 10 10\n时效指标 工程完工及时性\n12月底前\n已完工\n10\n8\n"
        "因汛期停工，完工时间晚于计划。\n效益指标\n可持续影响\n指标\n管护制度健全性 健全 基本健全 15 12\n总分\n35\n30\n"
    )
    found = rows_of(text)
    assert [values(row) for row in found] == [
        ("举办培训班场次", "≥12场", "13场", "10", "10"),
        ("工程完工及时性", "12月底前", "已完工", "10", "8"),
        ("管护制度健全性", "健全", "基本健全", "15", "12"),
    ]
    assert [row.note for row in found] == [None, "因汛期停工，完工时间晚于计划。", None]
    assert [row.level1 for row in found] == ["产出指标", "产出指标", "效益指标"]
    assert all(row.remarks == () for row in found)


def test_sign_and_unit_columns_become_part_of_the_target():
    text = (
        "部门整体支出绩效自评表\n一级指标 二级指标 三级指标 指标性质 指标值 度量单位 权重 自评完成值 自评得分\n"
        "产出指标 数量指标 开展执法检查次数 ≥ 24 次 10 26 10\n"
        "效益指标 社会效益指标 群众出行便利程度 定性 显著提升 10 有所提升 6\n"
    )
    assert [values(row) for row in rows_of(text)] == [
        ("开展执法检查次数", "≥24次", "26", "10", "10"),
        ("群众出行便利程度", "显著提升", "有所提升", "10", "6"),
    ]


def test_a_form_without_points_and_scores_is_read_by_lines():
    text = (
        "绩效指标完成情况表\n一级指标 二级指标 三级指标 年度指标值 实际完成值\n产出指标 数量指标 举办讲座场次 10 12\n"
        "时效指标 资料发放时间 2021年6月底前 2021年6月\n二、下一步打算\n继续做好宣传。"
    )
    assert [values(row)[:3] for row in rows_of(text)] == [
        ("举办讲座场次", "10", "12"),
        ("资料发放时间", "2021年6月底前", "2021年6月"),
    ]


GOAL = """2022年度清溪治理项目自评表
填报日期：2023年 1月 9日 自评得分：{total}分
预算执行情况
（20分）
预算数（A） 执行数（B） 执行率（B/A）
得分
300.5 300.5 100% 20
项目绩效总目
标（20分）
年初设定目标 全年实际完成情况 得分
对清溪两岸开展常态保洁，清理
水面漂浮物；修复破损护岸，保
障行洪安全。
对清溪两岸开展了常态保洁，
清理了水面漂浮物；但破损护
岸尚未修复。
15
一级指标 二级指标 指标名称 年初目标值 实际完成值 得分
产出指标（60分）
数量指标（60分）
保洁河道长度（60分） 8公里 8公里 60
"""


def test_the_total_goal_is_one_row_cut_where_the_text_begins_again():
    goal, row = rows_of(GOAL.format(total=95))
    assert values(goal) == (
        "项目绩效总目标",
        "对清溪两岸开展常态保洁，清理水面漂浮物；修复破损护岸，保障行洪安全。",
        "对清溪两岸开展了常态保洁，清理了水面漂浮物；但破损护岸尚未修复。",
        "20",
        "15",
    )
    assert row.name == "保洁河道长度"
    assert (goal.section, goal.remarks, row.remarks) == ("清溪治理项目自评表", (), ())


def test_a_total_that_does_not_hold_is_a_remark_on_every_row():
    goal, row = rows_of(GOAL.format(total=97))
    assert goal.remarks == row.remarks
    assert "总分为97分" in row.remarks[0]
    assert "合计95分" in row.remarks[0]


def test_points_that_miss_their_heading_and_a_count_that_is_off_are_remarks():
    text = (
        "本年度共设置 3 个三级指标。\n"
        + HEADER
        + "数量指标（5分）\n巡河次数（2分） 9次 9次 2\n清淤次数（2分） 1次 1次 2"
    )
    found = rows_of(text)
    assert [len(row.remarks) for row in found] == [2, 2]
    assert "“数量指标”标注5分，其下各指标分值合计4分" in found[0].remarks[0]
    assert "共设置3个三级指标，本表读出2个" in found[0].remarks[1]


def test_sums_choose_between_readings():
    text = HEADER + "数量指标\n（4分）\n种草\n面积（2分） 1 2 2\n挖井（2分） 3 4 2\n"
    assert [values(row) for row in rows_of(text)] == [("种草面积", "1", "2", "2", "2"), ("挖井", "3", "4", "2", "2")]


OVERVIEW = """表1.1未完成指标分析表
目标 指标名称 目标值 完成值 未完成原因
年度目标 1
岸线整洁
程度
显著提高 有所提高
保洁人员不足，岸线整洁
程度提升有限。
村民护河
意识
明显增强 有所增强
年度目标 2
溺水事故
不发生 2起
2022年巡查力度不够。
3、存在的问题和原因
（1）绩效目标不够细化。
"""
MAIN = (
    HEADER
    + """社会效益指标（9分）
岸线整洁程度（3分） 显著提高 有所提高 1
村民护河意识（3分） 明显增强 有所增强 1
溺水事故（3分） 未发生 2起 0
数量指标
投放警示牌（2分） ≥9块 5块 1
采购船只（2分） 3艘 1艘 1
偏差大或目标
未完成原因分
析
1.“投放警示牌”未完成，原因是厂家供货
推迟；
2.“溺水事故”另有说明；
改进措施及
结果应用方案
1.加强“采购船只”管理。
"""
)


def test_an_overview_of_unmet_indicators_gives_notes_and_no_rows():
    notes = {row.name: row.note for row in rows_of(OVERVIEW + MAIN)}
    shared = "保洁人员不足，岸线整洁程度提升有限。"
    assert notes == {
        "岸线整洁程度": shared,
        "村民护河意识": shared,
        "溺水事故": "2022年巡查力度不够。",
        "投放警示牌": "原因是厂家供货推迟",
        "采购船只": None,
    }


def test_tables_overviews_and_reasons_are_consumed_and_the_text_between_is_not():
    report = report_of(f"一、概况\n本镇有河流两条。\n{OVERVIEW}{MAIN}附件2\n其他说明。")
    _, consumed = extract_flattened(report, load_lexicon())
    left = [block.text for index, block in enumerate(report.blocks) if index not in consumed]
    assert left == [
        "一、概况",
        "本镇有河流两条。",
        "3、存在的问题和原因",
        "（1）绩效目标不够细化。",
        "附件2",
        "其他说明。",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "一、绩效目标完成情况\n2023年完成培训12场，满意度95%，得分 10 分。\n二、存在问题\n指标值偏低。",
        "绩效目标表\n一级指标 二级指标 三级指标 年度指标值\n产出指标 数量指标 培训场次 ≥12场",
        HEADER + "本年度没有开展该项目，因此没有可以填报的内容，有关情况将在下一年度继续报告。",
    ],
)
def test_text_without_a_table_of_results_gives_no_rows_and_consumes_nothing(text):
    assert extract_flattened(report_of(text), load_lexicon()) == ((), frozenset())


def test_text_that_fits_nowhere_is_a_remark_and_text_behind_the_table_is_not_consumed():
    body = "数量指标\n巡河次数（2分） 9次 9次 2\n（此处盖章有效，复印无效）；\n补种水草（2分） 3亩 3亩 2\n"
    behind = "本镇将继续落实各项管护措施，确保河道整洁，\n并按要求公开自评结果，接受社会监督。"
    report = report_of(HEADER + body + behind)
    rows, consumed = extract_flattened(report, load_lexicon())
    assert [values(row)[0] for row in rows] == ["巡河次数", "补种水草"]
    assert rows[0].remarks == ("自评表校验：“（此处盖章有效，复印无效）；”未能归入任何一行，请核对原表。",)
    assert [block.text for index, block in enumerate(report.blocks) if index not in consumed] == behind.split("\n")


def test_rows_point_to_the_line_they_begin_on():
    (row,) = rows_of(HEADER + "数量指标\n巡河\n次数（2分）\n9次 9次 2")
    assert row.locator.line == 4
    assert (row.points, row.id) == (Decimal(2), "")
