"""Plans told in the answer, places from the last, totals of periods and choices between stages."""

from decimal import Decimal

import pytest

from perfnlp.analysis.comparison import Comparison, compare
from perfnlp.analysis.comparison_places import part_from_last
from perfnlp.lexicon import load_lexicon
from perfnlp.records import Indicator, Locator, Outcome


def compared(name: str, target: str | None, actual: str) -> Comparison:
    indicator = Indicator(id="0" * 16, name=name, target=target, actual=actual, locator=Locator(document="测试"))
    return compare(indicator, load_lexicon())


@pytest.mark.parametrize(
    ("actual", "outcome"),
    [
        ("修建步道任务40公里，完成30公里", Outcome.SHORT),
        ("办理案件330件，任务数300件", Outcome.EXCEEDED),
        ("开班9期，比年度目标少3期", Outcome.SHORT),  # 9 of 12
        ("开班15期，超出计划3期", Outcome.EXCEEDED),  # 15 of 12
        ("逾期率0.02%，低于0.04%的控制目标", Outcome.EXCEEDED),
        ("就业率81%，未达到90%的目标", Outcome.SHORT),
    ],
)
def test_plan_told_in_the_answer_is_the_goal_where_there_is_no_target(actual, outcome):
    (part,) = compared("年度工作", None, actual).parts
    assert part.outcome is outcome


@pytest.mark.parametrize("actual", ["次年计划修建步道40公里，完成30公里", "任务40公里，剩余10公里", "完成30公里"])
def test_future_plans_and_what_is_left_are_no_pair_of_plan_and_result(actual):
    assert compared("年度工作", None, actual).parts == ()


@pytest.mark.parametrize(
    ("actual", "outcome"),
    [("第50位（共80个）", Outcome.MET), ("第60位（共80个）", Outcome.MET), ("第61位（共80个）", Outcome.MISSED)],
)
def test_goal_from_the_last_place_needs_the_number_of_places(actual, outcome):
    part = part_from_last("退出后20位", actual)
    assert part is not None
    assert part.outcome is outcome
    assert part_from_last("退出后20位", "第50位") is None


@pytest.mark.parametrize(
    ("name", "target", "actual", "attainment"),
    [
        ("技改投资", "12亿元", "一季度2亿元、二季度3亿元、三季度3亿元、四季度4亿元", 1),
        ("补助学生", "800人", "春季补助300人，秋季补助340人", "0.8"),
        ("调解成功率", "100%", "排查300件，调处200件，调解成功150件", "0.75"),
        ("管网漏损率", "≤10%", "漏损水量50万吨，供水总量1000万吨", 2),
        ("改造公路", "50公里", "改造公路3个项目50公里，村道加宽70公里", 1),
        ("民生工程", "10项", "开工10项，竣工6项", "0.6"),
        ("还湿面积", "3万亩", "圆满完成3万亩任务", 1),
    ],
)
def test_figure_that_answers_is_found_or_worked_out(name, target, actual, attainment):
    assert compared(name, target, actual).attainment == Decimal(attainment)


def test_one_total_answers_several_goals_unless_work_only_began():
    target = "煤改电500户、煤改气200户"
    done = compared("清洁取暖", target, "完成700户")
    assert {part.outcome for part in done.parts} == {Outcome.MET}
    begun = compared("清洁取暖", target, "签订协议700户")
    assert {part.outcome for part in begun.parts} != {Outcome.MET}


def test_limit_of_one_part_says_nothing_of_the_rate_beside_it():
    parts = compared("办税提速", "退税3日内、即办率90%", "退税平均4日、即办率95%").parts
    assert [part.outcome for part in parts] == [Outcome.SHORT, Outcome.EXCEEDED]


def test_bare_year_does_not_answer_a_deadline_inside_it():
    (part,) = compared("完工时间", "2031年8月底前", "2031年").parts
    assert part.outcome is Outcome.UNANSWERED
    (late,) = compared("完工时间", "2031年8月底前", "2031年12月").parts
    assert late.outcome is Outcome.SHORT
