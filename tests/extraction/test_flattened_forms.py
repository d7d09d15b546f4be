"""Flattened tables of other forms: columns missing or moved, cells printed line by line, labels beside their rows."""

import pytest
from flattened_layout import report_of

from perfnlp.extraction.flattened import extract_flattened
from perfnlp.lexicon import load_lexicon

NO_SCORE = """2021年度云溪县退役军人事务局项目绩效自评表
一级指标 二级指标 三级指标 指标值 实际完成情况 偏差原因分析及改进措施
产出指标
数量指标
发放抚恤补助
人数
≥3200人 3185人 部分对象去世。
质量指标
补助对象资格
准确率
100% 100%
成本指标 人均补助标准 按政策执行 按政策执行
效益指标 社会效益指标
优抚对象生活
水平
持续改善
持续改善，仍有
个别户返困
大病支出较高，
救助范围有限。
满意度指标
服务对象满意
度指标
优抚对象满意
度
≥95% 97.2%
注：无
"""
NO_LEVELS = """青溪镇2022年项目支出绩效自评情况表
序号 绩效指标 年度指标值 全年完成值 完成率 分值 得分
1 新建文化广场 3个 3个 100% 20 20
2 农村公路养护
里程
≥86公里 82公里 95.3% 20 19
3 群众满意度 ≥90% 91% 100% 10 10
合计 50 49
"""
LINE_BY_LINE = """松溪县教育局2022年度项目自评表
一级指标 二级指标 三级指标 年度指标值 实际完成值 分值 得分
产出指标 数量指标 改造教室间数 ≥30间 32间 10 10
质量指标 工程验收合 100% 100% 10 10
格率
时效指标 项目按时完 2022年12月 2022年11月 10 10
工时间 底前完成 完成
效益指标 社会效益 办学条件改 明显改善， 有所改善， 15 12
指标 善程度 师生受益 师生受益
"""
LABELS_WITHOUT_BRACKETS = """2022年度云溪市文化局部门整体支出绩效自评表
一级
指标
二级
指标
三级指标 权重 年度指标值 完成值
自评
得分
预算
执行
20分
资金
执行
预算执行率 20 ≥95% 93.2% 18
产出
指标
40分
数量
指标
文化惠民演出
场次
40 ≥120场 138场 40
"""
LABEL_BELOW_ITS_ROWS = """2020年度校舍维修项目自评表
一级指标 二级指标 指标名称 年初目标值 实际完成值 得分
数量指标
（16分）
维修校舍面积（6分） 1.2万平方米 12350平方米 6
运动场改造（10分） 5个
尚未开工，仅完
0
 产出指标
（24分）
成设计及招标
质量指标
（8分）
竣工验收合格率（8分） 100% 100% 8
"""


def rows_of(text):
    rows, _ = extract_flattened(report_of(text), load_lexicon())
    return rows


def cells(rows):
    return [(row.name, row.target, row.actual) for row in rows]


def test_a_form_without_points_and_scores_is_read_with_its_reasons():
    rows = rows_of(NO_SCORE)
    assert cells(rows) == [
        ("发放抚恤补助人数", "≥3200人", "3185人"),
        ("补助对象资格准确率", "100%", "100%"),
        ("人均补助标准", "按政策执行", "按政策执行"),
        ("优抚对象生活水平", "持续改善", "持续改善，仍有个别户返困"),
        ("优抚对象满意度", "≥95%", "97.2%"),
    ]
    assert [row.note for row in rows] == [
        "部分对象去世。",
        None,
        None,
        "大病支出较高，救助范围有限。",
        None,
    ]
    assert [row.level1 for row in rows] == ["产出指标"] * 3 + ["效益指标", "满意度指标"]


def test_running_numbers_and_a_rate_are_no_part_of_names_and_values():
    rows = rows_of(NO_LEVELS)
    assert cells(rows) == [
        ("新建文化广场", "3个", "3个"),
        ("农村公路养护里程", "≥86公里", "82公里"),
        ("群众满意度", "≥90%", "91%"),
    ]
    assert [row.self_score for row in rows] == [20, 19, 10]


def test_second_lines_of_cells_join_the_row_above():
    rows = rows_of(LINE_BY_LINE)
    assert cells(rows) == [
        ("改造教室间数", "≥30间", "32间"),
        ("工程验收合格率", "100%", "100%"),
        ("项目按时完工时间", "2022年12月底前完成", "2022年11月完成"),
        ("办学条件改善程度", "明显改善，师生受益", "有所改善，师生受益"),
    ]
    assert {row.remarks for row in rows} == {()}


def test_points_behind_a_label_need_no_brackets_and_a_label_may_look_like_a_heading():
    rows = rows_of(LABELS_WITHOUT_BRACKETS)
    assert [(row.level1, row.level2, row.name) for row in rows] == [
        ("预算执行", "资金执行", "预算执行率"),
        ("产出指标", "数量指标", "文化惠民演出场次"),
    ]
    assert {row.remarks for row in rows} == {()}


def test_a_label_and_the_end_of_a_cell_behind_a_page_break_belong_to_the_rows_above():
    rows = rows_of(LABEL_BELOW_ITS_ROWS)
    assert [row.level1 for row in rows] == ["产出指标"] * 3
    assert rows[1].actual == "尚未开工，仅完成设计及招标"
    assert {row.remarks for row in rows} == {()}


@pytest.mark.parametrize("label", ["年度总体目标", "总体目标", "项目绩效总目标"])
def test_a_total_goal_is_called_what_the_form_calls_it(label):
    text = f"2021年度项目绩效自评表\n{label}\n年初设定目标 全年完成情况\n"
    text += "全面完成任务，\n群众受益。\n任务全部完成，\n群众受益。\n"
    body = "一级指标 二级指标 三级指标 年度指标值 实际完成值 分值 得分\n产出指标 数量指标 巡查次数 ≥12次 13次 10 10\n"
    assert [row.name for row in rows_of(text + body)] == [label, "巡查次数"]
