"""Answers that follow from what is printed, and figures that answer nothing."""

from decimal import Decimal

import pytest

from perfnlp.analysis.comparison import compare
from perfnlp.lexicon import load_lexicon
from perfnlp.records import Doubt, Indicator, Locator, Outcome

LEXICON = load_lexicon()
EXCEEDED, MET, SHORT, MISSED, UNANSWERED = Outcome


def row(name, target, actual, note=None):
    indicator = Indicator(id="0", name=name, target=target, actual=actual, note=note, locator=Locator(document="测试"))
    return compare(indicator, LEXICON)


@pytest.mark.parametrize(
    ("name", "target", "actual", "rule", "expected", "attainment"),
    [
        ("窗口办结率", "100%", "受理80件，办结80件", "share_of_counts", MET, "1"),
        ("窗口办结率", "100%", "受理80件，办结60件", "share_of_counts", SHORT, "0.75"),
        ("体检覆盖率", "≥80%", "应检500人，实检450人", "share_of_counts", EXCEEDED, "1.125"),
        ("抽查覆盖率", "100%", "已查40户，应查50户", "share_of_counts", SHORT, "0.8"),
        ("游客满意度", "≥90%", "满意180票，不满意20票", "share_of_counts", MET, "1"),
        ("村民满意度", "≥80%", "发放问卷100份，回收80份，满意60份", "share_of_counts", SHORT, "0.9375"),
        ("检验合格率", "≥98%", "检验20批，全部合格", "share_of_counts", EXCEEDED, None),
        ("办理及时率", "≥90%", "受理50件，2件逾期", "share_of_counts", EXCEEDED, None),
        ("印发简报", "10篇", "内刊4篇、外刊6篇", "total", MET, "1"),
        ("技能培训", "20期", "上、下半年各8期", "total", SHORT, "0.8"),
        ("粮食入库", "10万吨", "东仓3.5万吨、西仓5.5万吨、南仓2万吨", "total", EXCEEDED, "1.1"),
        ("展馆接待", "≥30万人次", "日均1000人次", "total", EXCEEDED, None),
        ("产值增长率", "≥10%", "由4亿元增至4.2亿元", "change", MISSED, "0.5"),
        ("能耗下降率", "≥5%", "2021年200吨，2022年190吨", "change", MET, "1"),
        ("火灾死亡下降", "下降10%", "死亡22人，同比多2人", "change", MISSED, "0"),
        ("新增示范店", "3家", "由6家增至9家", "change", MET, "1"),
        ("新增参保", "净增2万人", "新增3万人、退保1.5万人", "change", SHORT, "0.75"),
        ("新增示范店", "3家", "无新增，现有12家", "change", MISSED, "0"),
        ("建设书屋", "10个", "还差2个", "gap", SHORT, "0.8"),
        ("安装路灯", "200盏", "安装200盏，有20盏尚未通电", "gap", SHORT, "0.9"),
        ("抽检不合格率", "≤5%", "合格率96%", "complement", EXCEEDED, "1.25"),
        ("物资发放率", "100%", "库存尚余10%", "complement", SHORT, "0.9"),
        ("学员满意度", "≥90%", "4.5分（5分制）", "points", MET, "1"),
        ("断面达标率", "≥90%", "达标率由95%降至45%", "level", MISSED, "0.5"),
    ],
)
def test_answer_is_worked_out_and_doubted(name, target, actual, rule, expected, attainment):
    comparison = row(name, target, actual)
    (part,) = comparison.parts
    assert (part.rule, part.outcome) == (rule, expected)
    assert attainment is None or part.attainment == Decimal(attainment)
    assert Doubt.COMPUTED in comparison.doubts
    assert part.actual.start < part.actual.end <= len(actual)


@pytest.mark.parametrize(
    ("name", "target", "actual"),
    [
        ("水稻产量", "40万吨", "同比增加2万吨"),
        ("等候时间", "≤20分钟", "缩短5分钟"),
        ("综合考核排名", "前8名", "上升3位"),
        ("技能比武", "6场", "计划举办8场"),
        ("商标注册量", "≥50件", "申请注册60件"),
        ("新增连锁门店", "5家", "门店总数48家"),
        ("群众满意度", "≥90%", "问卷回收率93%"),
        ("发明专利量", "≥30件", "每万人发明专利2.5件"),
    ],
)
def test_a_figure_of_another_thing_answers_nothing(name, target, actual):
    assert [part.outcome for part in row(name, target, actual).parts] == [UNANSWERED]


@pytest.mark.parametrize(
    ("target", "actual"),
    [
        ("20场", "甲镇5场，乙镇申报6场"),
        ("20场", "全市举办20场，其中下乡8场"),
    ],
)
def test_stages_and_parts_are_never_added_up(target, actual):
    assert "total" not in [part.rule for part in row("文艺演出", target, actual).parts]


@pytest.mark.parametrize(
    ("name", "target", "actual", "expected"),
    [
        ("救助人次", "≥3000人次", "3OO5人次", EXCEEDED),
        ("检测率", "≥98%", "l00%", EXCEEDED),
        ("检测率", "≥98%", "97。2%", SHORT),
        ("安装长度", "15.2公里", "15。2公里", MET),
        ("节约资金", "1,500,000元", "1，600，000元", EXCEEDED),
    ],
)
def test_spoilt_figures_are_mended_with_a_doubt(name, target, actual, expected):
    comparison = row(name, target, actual)
    assert [part.outcome for part in comparison.parts] == [expected]
    assert Doubt.MISPRINT in comparison.doubts


@pytest.mark.parametrize(
    ("name", "target", "actual", "expected"),
    [
        ("改厕户数", "≥235户", "贰佰叁拾伍户", MET),
        ("抽检合格率", "≥98%", "九成七", SHORT),
        ("执行率", "100%", "0.97", SHORT),
        ("到场时间", "≤8分钟", "8分20秒", SHORT),
        ("审批时限", "压缩至3个工作日", "2个工作日", EXCEEDED),
        ("能耗降低率", "3%", "-3%", MET),
        ("换装率", "≥80%", "不到一半", MISSED),
        ("优秀率", "≥85%", "85%以下", SHORT),
        ("施肥标准", "80吨/亩", "1200吨/公顷", MET),
        ("竣工时间", "11月底前", "次年3月竣工", SHORT),
        ("服务时长", "20万小时", "二十二万小时", EXCEEDED),
        ("造林面积", "2000亩", "133.4公顷", MET),
        ("验收合格率", "2100%", "97%", SHORT),
        ("种植任务", "600亩", "完成600亩的90%", SHORT),
    ],
)
def test_figures_in_odd_print_are_read(name, target, actual, expected):
    assert [part.outcome for part in row(name, target, actual).parts] == [expected]


def test_a_note_that_tells_less_is_a_doubt():
    assert Doubt.NOTE_CONTRADICTS in row("建设书屋", "9个", "9个", "实际建成4个").doubts
