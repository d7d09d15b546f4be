from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfnlp.analysis.completion import CueFinder
from perfnlp.lexicon import load_lexicon
from perfnlp.records import CueKind

FINDER = CueFinder(load_lexicon())


def cues(text):
    return [(cue.kind.value, text[cue.evidence.start : cue.evidence.end]) for cue in FINDER.find(text, "actual")]


def kinds(text):
    return [kind for kind, _ in cues(text)]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("done", "没有未开工项目"),
        ("done", "未来小区通过市级验收"),
        ("partly", "部分合格"),
        ("under_way", "验收申请已提交"),
        ("under_way", "报告撰写中"),
        ("shortfall", "离全覆盖还差两所学校"),
        ("none", "自评报告未公开"),
        ("missed", "被驳回"),
        ("none", "尚未开工"),
        ("none", "暂未实施"),
        ("none", "还未启动"),
        ("none", "没有开展"),
        ("none", "未完成"),
        ("none", "因疫情取消"),
        ("none", "无实质性进展"),
        ("missed", "未达标"),
        ("missed", "没达到"),
        ("missed", "达不到要求"),
        ("missed", "未按时完成"),
        ("missed", "未能按期完工"),
        ("missed", "低于序时进度"),
        ("missed", "逾期"),
        ("missed", "超过预算"),
        ("missed", "资金难以到位"),
        ("none", "水质未发生变化"),
        ("partly", "并非全部合格"),
        ("plan", "设备待采购"),
        ("plan", "巩固率争取100%"),
        ("nearly", "已基本整改到位"),
        ("shortfall", "积水仍有发生"),
        ("nearly", "基本完成"),
        ("nearly", "均已基本建成"),
        ("nearly", "主体工程已完工"),
        ("partly", "部分完成"),
        ("partly", "未全部完成"),
        ("partly", "除李村外"),
        ("under_way", "正在推进"),
        ("under_way", "设备采购中"),
        ("under_way", "有序推进"),
        ("under_way", "按序时进度推进"),
        ("started", "已立项"),
        ("started", "完成初步设计"),
        ("done", "已全部验收合格"),
        ("done", "按要求完成"),
        ("done", "应检尽检"),
        ("claim", "达成预期指标"),
        ("claim", "圆满完成了年初制定的各项目标任务"),
        ("exceeded", "提前完成"),
        ("exceeded", "已超额完成年度任务"),
        ("plan", "拟于明年开工"),
        ("plan", "预计年底完成"),
        ("plan", "确保安全"),
        ("process", "召开会议3次"),
        ("process", "制定并印发实施方案"),
        ("shortfall", "仍需加强"),
        ("shortfall", "存在管理不规范问题"),
        ("shortfall", "支付进度较慢"),
        ("shortfall", "报送不及时"),
        ("no_data", "暂无数据"),
        ("no_data", "尚未统计"),
        ("not_due", "未到期"),
        ("not_due", "尚未到考核时间"),
    ],
)
def test_phrases_tell_how_far_the_work_is(kind, text):
    assert kind in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "未见暴发",
        "未发生安全事故",
        "无拖欠工资现象",
        "零投诉",
        "不存在违规使用",
        "杜绝重大火灾",
        "无偏差",
        "未超预算",
        "杜绝不按规定用车现象",
    ],
)
def test_a_thing_that_did_not_go_wrong_is_avoided(text):
    assert set(kinds(text)) == {"avoided"}


@pytest.mark.parametrize(
    "text",
    [
        *("不低于90%", "不少于12次", "不超过5%"),
        *(
            "未成年人",
            "未来产业",
            "不动产登记",
            "无障碍设施",
            "无偿献血",
            "无线网络",
            "非遗传承",
            "不忘初心",
            "无烟机关",
        ),
        *("基本医疗", "基本支出", "基本公共服务", "困难群众", "各部分", "完成率", "计划生育"),
    ],
)
def test_operators_and_names_are_no_cues(text):
    assert cues(text) == []


@pytest.mark.parametrize("text", ["**", "XX", "一/-", "好坏", "优良中低差", "（100字以内）", "详见附件", "—", "＊＊"])
def test_a_cell_that_says_nothing_is_a_placeholder(text):
    assert cues(text) == [("placeholder", text)]


def test_a_name_hides_the_cue_inside_it():
    assert kinds("各部分工程均已完工") == ["done"]


@pytest.mark.parametrize("text", ["没有一起未处理", "无一例外全部办结", "已无未办结事项"])
def test_two_negations_make_a_completion(text):
    assert kinds(text)[0] == "done"


def test_the_quoted_phrase_includes_its_negation():
    assert cues("截至年底，泵站尚未开工建设。") == [("none", "尚未开工建设")]
    assert cues("全年未完成年初目标。") == [("none", "未完成年初目标")]


def test_failure_is_found_behind_praise():
    assert kinds("设备已全部到货安装，厂房尚未验收") == ["done", "none"]


def test_a_figure_short_of_the_plan_is_no_claim():
    assert "claim" not in kinds("完成年度计划的62.4%")
    assert "done" not in kinds("完成投资3200万元")


@pytest.mark.parametrize("text", ["按期完成的难度较大", "完成有一定困难"])
def test_a_doubted_completion_is_a_shortfall(text):
    assert kinds(text) == ["shortfall"]


def test_hedged_completion_is_not_read_as_done():
    assert kinds("目前已基本完成当年任务") == ["nearly"]
    assert kinds("已开始收尾") == ["under_way", "nearly"]


def test_negations_are_labelled_as_such():
    labels = [cue.evidence.label for cue in FINDER.find("未完成，部分验收", "note")]
    assert labels == ["negation", "completion"]


@given(st.text(alphabet="未不没有无完成达到目标已基本部分正在推进，。发生事故*—拟将12%"))
def test_cues_stand_in_order_and_never_overlap(text):
    spans = [(cue.evidence.start, cue.evidence.end) for cue in FINDER.find(text, "actual")]
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
    assert all(end <= len(text) for _, end in spans)


def test_every_kind_of_cue_can_be_found():
    texts = (
        "超额完成，已完成，基本完成，部分完成，正在推进，已立项，尚未开工，未达标，未统计，"
        "有待改善，未发生，达成预期指标，拟建，召开，未到期"
    )
    assert set(kinds(texts)) | {"placeholder"} == {kind.value for kind in CueKind}
