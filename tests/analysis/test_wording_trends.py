import pytest

from perfnlp.analysis.wording_trends import degree_of_trends, trend_evidence, wants_less


def results(text, *, less=False):
    return [trend.label.removeprefix("trend=") for trend in trend_evidence(text, "actual", less=less)]


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ("worse", "合格率由96%降至91%"),
        ("better", "合格率由91%升至96%"),
        ("worse", "候诊时间延长6分钟"),
        ("better", "候诊时间缩短6分钟"),
        ("worse", "青河断面由Ⅱ类降为Ⅳ类"),
        ("better", "青河断面由劣Ⅴ类改善为Ⅳ类"),
        ("worse", "夜间噪声反弹"),
        ("better", "高发势头得到有效遏制"),
        ("unchanged", "与上年持平"),
        ("unchanged", "仍停留在原有水平"),
        ("unchanged", "未见好转"),
        ("unchanged", "提升不明显"),
        ("slower", "增速有所放缓"),
        ("slower", "改善幅度有限"),
    ],
)
def test_a_move_is_better_or_worse_by_what_moved(expected, text):
    assert results(text)[:1] == [expected]


def test_what_the_target_asks_decides_where_the_clause_names_nothing():
    assert results("同比上升4%", less=True) == ["worse"]
    assert results("同比上升4%", less=False) == ["better"]


def test_the_clause_before_names_what_moved():
    assert results("镇区PM10均值71微克，比上年上升3微克") == ["worse"]


def test_a_move_that_is_only_planned_is_no_move():
    assert results("力争满意度提升") == []


@pytest.mark.parametrize(
    ("expected", "name", "target"),
    [
        (True, "溺水事故", "有效降低"),
        (True, "居民垃圾清运投诉", "明显"),
        (False, "图书馆服务能力", "提升"),
        (False, "水土流失治理程度", "提高"),
    ],
)
def test_the_target_tells_whether_less_is_better(expected, name, target):
    assert wants_less(name, target) is expected


@pytest.mark.parametrize(
    ("expected", "text"),
    [(0, "有所下滑"), (1, "增速放缓"), (2, "稳中向好"), (None, "提高3个百分点")],
)
def test_moves_alone_have_a_degree(expected, text):
    assert degree_of_trends(trend_evidence(text, "actual", less=False), text, None, (), measure="") == expected


@pytest.mark.parametrize(
    ("expected", "measure", "text"),
    [
        (2, "盗窃发案数", "由312起降为241起"),
        (2, "盗窃发案数", "盗窃发案数比上年少71起"),
        (None, "教师教学能力", "优秀率比上年高3个百分点"),
    ],
)
def test_a_figure_tells_a_plain_move_only_of_the_measure_that_is_asked(expected, measure, text):
    trends = trend_evidence(text, "actual", less="发案" in measure)
    assert degree_of_trends(trends, text, None, (), measure=measure) == expected
