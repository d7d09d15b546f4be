import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfnlp.analysis.degrees import DegreeFinder
from perfnlp.lexicon import load_lexicon

FINDER = DegreeFinder(load_lexicon())


def degree(text):
    return FINDER.find(text, "actual")[0]


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        (4, "村民收入显著增长"),
        (4, "大幅度降低了物流成本"),
        (4, "极大地方便了山区群众出行"),
        (4, "从根本上改变了村容村貌"),
        (4, "公共服务能力取得长足进步"),
        (4, "街面秩序大为改观"),
        (4, "救助能力全面提升"),
        (4, "高额彩礼陋习彻底扭转"),
        (4, "旅游收入成倍增长"),
        (2, "健身氛围渐浓"),
        (2, "融合日趋加深"),
        (1, "负担稍减"),
        (1, "收入提高得不多"),
        (1, "活动微幅增加"),
        (3, "出行条件改善明显"),
        (3, "有力有效地改善了居住条件"),
        (3, "产业带动效果较好"),
        (3, "取得了良好的社会效益"),
        (3, "为企业发展提供了有力保障"),
        (3, "较为明显地缓解了停车难"),
        (3, "扬尘污染明显下降"),
        (2, "改善"),
        (2, "提升基层治理水平"),
        (2, "进一步健全了帮扶机制"),
        (2, "持续改善"),
        (2, "保障了夜间出行安全"),
        (2, "经营状况稳中有升"),
        (1, "有所提高"),
        (1, "起到一定的促进作用"),
        (1, "在一定程度上缓解了拥堵"),
        (1, "略有改善"),
        (1, "成效有限"),
        (1, "初步形成合作格局"),
    ],
)
def test_worded_effects_have_the_degree_of_their_words(expected, text):
    assert degree(text) == expected


@pytest.mark.parametrize("adverb", ["显著", "大幅"])
@pytest.mark.parametrize("verb", ["提质", "回暖", "攀升", "收窄"])
def test_the_plainest_degree_words_go_with_any_verb(adverb, verb):
    assert degree(f"经营状况{adverb}{verb}") == 4


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        (0, "提升不明显"),
        (0, "网络沉迷问题依然突出"),
        (0, "陋习愈演愈烈"),
        (0, "履职意识淡薄"),
        (1, "文化生活还不够丰富"),
        (1, "改善不够明显"),
        (0, "没有明显提升"),
        (0, "收效甚微"),
        (1, "前期工作不扎实"),
        (0, "未改善"),
        (0, "群众需求未得到满足"),
        (0, "拥堵加剧"),
        (0, "与上年基本持平"),
        (0, "空气质量未见好转"),
        (0, "未得到有效改善"),
        (0, "无变化"),
        (0, "群众满意度下降"),
        (0, "投诉量明显增加"),
        (0, "宣传效果较差"),
    ],
)
def test_denied_and_adverse_effects_are_slight_or_none(expected, text):
    assert degree(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("达成预期指标", id="a claim"),
        pytest.param("已完成100%", id="completion"),
        pytest.param("较好地完成了各项任务", id="manner"),
        pytest.param("全面完成", id="manner of completion"),
        pytest.param("有效开展各项活动", id="manner of an activity"),
        pytest.param("服务水平有待提升", id="a shortfall, no degree"),
        pytest.param("人居环境改善工程", id="a name"),
        pytest.param("云溪建设有限公司", id="有限 in a name"),
        pytest.param("满意度提升至96%", id="a figure"),
        pytest.param("同比增长8.5%", id="a rate of growth"),
        pytest.param("在明显位置公示", id="明显 of a place"),
        pytest.param("资金缺口较大", id="a large fault"),
        pytest.param("", id="empty"),
    ],
)
def test_what_words_no_effect_has_no_degree(text):
    assert degree(text) is None


@pytest.mark.parametrize(
    "text", ["确保就业能力明显增强", "建成后将极大方便出行，社会效益显著。", "力争满意程度显著提高"]
)
def test_an_aim_is_an_effect_in_a_target_and_none_in_an_actual_text(text):
    assert FINDER.find(text, "target")[0] in {3, 4}
    assert FINDER.find(text, "actual")[0] is None


@pytest.mark.parametrize(
    ("expected", "text"), [(2, "持续下降"), (3, "明显下降"), (1, "有所下降"), (2, "方便"), (1, "部分规范")]
)
def test_a_cell_that_does_not_say_what_changes_is_taken_for_good(expected, text):
    assert degree(text) == expected


def test_a_failing_clause_outranks_praise():
    assert degree("整体成效显著，但山区村庄改善不够明显") == 1


def test_the_worst_of_several_failures_counts():
    assert degree("宣传效果不够理想，群众满意度下降") == 0


def test_a_degree_word_outranks_a_bare_verb_and_the_strongest_counts():
    assert degree("通过提高补贴标准，农户积极性有所增强") == 1
    assert degree("有效遏制了火情，防控能力全面提升") == 4


def test_traditional_characters_are_read_as_simplified():
    assert degree("設施利用率明顯提高") == 3


def test_the_evidence_slices_to_the_words_that_decide():
    text = "活动３场，居民获得感有所增强"
    (evidence,) = FINDER.find(text, "actual")[1]
    assert text[evidence.start : evidence.end] == "有所增强"


@given(st.text(alphabet="显著有所未不提升改善效果明显的了，。较好一定有限 100%"))
def test_any_text_has_a_degree_in_range_with_evidence_or_none(text):
    found, evidence = FINDER.find(text, "target")
    assert found in {None, 0, 1, 2, 3, 4}
    assert bool(evidence) == (found is not None)
    assert all(each.end <= len(text) for each in evidence)
