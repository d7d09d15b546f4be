import pytest

from perfnlp.analysis import analyze
from perfnlp.records import CueKind, Indicator, Kind, Locator


def row(target=None, actual=None, *, name="群众出行条件", note=None):
    return Indicator(
        id="0" * 16, name=name, target=target, actual=actual, note=note, locator=Locator(document="云溪县.txt", line=1)
    )


def analyzed(*args, **kwargs):
    (analysis,) = analyze([row(*args, **kwargs)])
    return analysis


def quoted(analysis, label):
    texts = {
        "indicator": analysis.indicator.name,
        "target": analysis.indicator.target,
        "actual": analysis.indicator.actual,
        "note": analysis.indicator.note,
    }
    return [(each.field, texts[each.field][each.start : each.end]) for each in analysis.evidence if each.label == label]


def test_no_rows_give_no_analyses():
    assert analyze([]) == ()


def test_a_worded_row_is_read_whole():
    analysis = analyzed("明显改善", "有所改善，个别路段尚未完工", note="资金未到位")
    assert (analysis.kind, analysis.degree_target, analysis.degree_actual) == (Kind.QUALITATIVE, 3, 1)
    assert [cue.kind for cue in analysis.actual_cues] == [CueKind.PARTLY]
    assert [cue.kind for cue in analysis.note_cues] == [CueKind.NONE]
    assert quoted(analysis, "degree") == [("target", "明显改善"), ("actual", "有所改善")]
    assert quoted(analysis, "negation") == [("note", "未到位")]
    assert "有所改善" in analysis.actual_tokens


def test_evidence_is_sorted_by_field_and_start():
    analysis = analyzed("≥12场", "已完成13场，效果明显", note="提前完成")
    order = [("indicator", "target", "actual", "note").index(each.field) for each in analysis.evidence]
    assert order == sorted(order)
    assert ("target", "≥12场") in quoted(analysis, "quantity")


@pytest.mark.parametrize(
    ("kind", "name", "target", "actual"),
    [
        pytest.param(Kind.QUANTITATIVE, "培训人次", "≥300人次", "312人次", id="a count"),
        pytest.param(Kind.QUANTITATIVE, "工程合格率", "100%合格", "合格", id="a share"),
        pytest.param(Kind.QUANTITATIVE, "固定资产投资", "年度计划", "完成年度计划的87%", id="a plan kept elsewhere"),
        pytest.param(Kind.QUALITATIVE, "完工时间", "2023年12月底前", "2023年11月", id="a date"),
        pytest.param(Kind.QUALITATIVE, "安全事故", "不发生", "未发生", id="avoidance"),
        pytest.param(Kind.QUALITATIVE, "制度建设", "健全", "已健全", id="words"),
        pytest.param(Kind.QUALITATIVE, "制度建设", None, None, id="nothing"),
    ],
)
def test_kind_follows_the_figures_of_the_target(kind, name, target, actual):
    assert analyzed(target, actual, name=name).kind is kind


def test_rows_stay_in_order_and_equal_rows_get_equal_readings():
    first, second, third = analyze([row("提升", "有所提升"), row("提升", "显著提升"), row("提升", "有所提升")])
    assert [each.degree_actual for each in (first, second, third)] == [1, 4, 1]
    assert first == third


def test_an_answer_about_something_else_is_less_relevant():
    answered, evaded = analyze(
        [
            row("新增绿化面积", "新增城区绿化面积两处", name="道路绿化面积"),
            row("新增绿化面积", "培训护林员", name="道路绿化面积"),
        ]
    )
    assert answered.relevance > 0.5 > evaded.relevance


# The wording traps of the domain, each with its right reading.
@pytest.mark.parametrize(
    ("target", "actual", "expected"),
    [
        pytest.param("不发生", "未发生安全事故", {CueKind.AVOIDED}, id="good negation"),
        pytest.param("≥90%", "不低于90%", set(), id="operator, not failure"),
        pytest.param("效果明显", "达成预期指标", {CueKind.CLAIM}, id="tier label as value"),
        pytest.param("建成投用", "拟于下半年开工", {CueKind.PLAN}, id="plan words"),
        pytest.param("群众受益", "召开推进会", {CueKind.PROCESS}, id="process for a result"),
        pytest.param("优", "优良中低差", {CueKind.PLACEHOLDER}, id="placeholder"),
        pytest.param("达到标准", "基本达到标准", {CueKind.NEARLY}, id="quiet shortfall"),
        pytest.param("完工", "形象进度95%", {CueKind.UNDER_WAY}, id="progress of a building"),
        pytest.param("完工", "未到期", {CueKind.NOT_DUE}, id="not due"),
        pytest.param("保障", "基本医疗保障到位", {CueKind.DONE}, id="基本 in a name"),
    ],
)
def test_traps_of_wording(target, actual, expected):
    assert {cue.kind for cue in analyzed(target, actual).actual_cues} >= expected
    if not expected:
        assert analyzed(target, actual).actual_cues == ()
