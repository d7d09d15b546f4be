import pytest

from perfnlp.analysis.completion import CueFinder
from perfnlp.analysis.wording_scope import blank_past_faults, blank_plans
from perfnlp.lexicon import load_lexicon
from perfnlp.records import CueKind

FINDER = CueFinder(load_lexicon())


def kinds(text):
    return {cue.kind for cue in FINDER.find(text, "actual")}


@pytest.mark.parametrize(
    "text", ["力争年底完工", "预计六月通车", "建成后将方便村民", "拟于明年完成", "要进一步完善制度", "将全面完成扫尾"]
)
def test_a_success_that_is_only_planned_is_none(text):
    assert not kinds(text) & {CueKind.DONE, CueKind.CLAIM}


@pytest.mark.parametrize("text", ["已将32户纳入低保", "全部完成", "为果农提供了有力保障", "待遇发放到位"])
def test_results_are_no_plans(text):
    assert blank_plans(text) == text


def test_faults_since_put_right_are_no_faults():
    assert kinds("工程一度停工，现已通水") == {CueKind.DONE}
    assert not kinds("滞后问题均已整改") & {CueKind.MISSED, CueKind.SHORTFALL}


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (CueKind.NONE, "五个小区无一开工"),
        (CueKind.MISSED, "并不是没有发生"),
        (CueKind.PARTLY, "2个村尚未接通"),
        (CueKind.PARTLY, "个别站点滞后"),
        (CueKind.AVOIDED, "未检出不合格"),
        (CueKind.AVOIDED, "未新增"),
        (CueKind.NO_DATA, "尚未开展年度核查"),
        (CueKind.NONE, "水泵未装"),
        (CueKind.PLACEHOLDER, "高/中/低"),
        (CueKind.PLACEHOLDER, "详见总结"),
        (CueKind.PLACEHOLDER, "万元"),
    ],
)
def test_negations_have_their_scope(kind, text):
    assert kind in kinds(text)


def test_a_requirement_that_is_repeated_is_no_result():
    text = "上级要求20日内完成分配"
    assert set(blank_plans(text)) == {"。"}
    assert blank_plans("达到上级要求并完成分配") == "达到上级要求并完成分配"


def test_denied_completion_is_no_fault_put_right():
    assert blank_past_faults("并非全部办结") == "并非全部办结"
