from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perfnlp.analysis.comparison import compare
from perfnlp.lexicon import load_lexicon
from perfnlp.records import Direction, Doubt, Indicator, Locator, Outcome

LEXICON = load_lexicon()
EXCEEDED, MET, SHORT, MISSED, UNANSWERED = Outcome


def row(name, target, actual, note=None, level2=None):
    indicator = Indicator(
        id="0", name=name, target=target, actual=actual, note=note, level2=level2, locator=Locator(document="测试")
    )
    return compare(indicator, LEXICON)


def outcomes(comparison):
    return [part.outcome for part in comparison.parts]


@pytest.mark.parametrize(
    ("name", "target", "actual", "expected"),
    [
        # signs and bounds
        ("培训次数", "不少于12次", "12次", MET),
        ("培训次数", "≥12次", "13次", EXCEEDED),
        ("办结率", "不低于90%", "89.9%", SHORT),
        ("赔付率", "不超过5%", "5%", MET),
        ("满意度", "大于等于85％", "９２％", EXCEEDED),
        ("合格率", "═100%", "100%", MET),
        # zero targets
        ("安全事故起数", "0起", "0起", MET),
        ("安全事故起数", "0起", "3起", MISSED),
        ("安全事故起数", "0起", "未发生安全事故", MET),
        ("重大安全事故", "不发生", "未发生重大安全事故", MET),
        ("重大安全事故", "不发生", "发生3起", MISSED),
        ("群众投诉", "零投诉", "2起", MISSED),
        ("违规案件", "无", "无", MET),
        ("流失率", "0%", "0.3%", MISSED),
        # lower is better
        ("安全事故起数", "≤5起", "3起", EXCEEDED),
        ("投诉件数", "≤5件", "6件", SHORT),
        ("投诉件数", "≤5件", "10件", MISSED),
        ("城镇登记失业率", "4.3%", "3.57%", EXCEEDED),
        ("城镇登记失业率低于(%)", "4.3", "4.5", SHORT),
        ("平均响应时间", "≤1小时", "25分钟", EXCEEDED),
        ("死亡人数", "≤2人", "0人", EXCEEDED),
        ("孕产妇死亡率", "≤16/10万", "18/10万", SHORT),
        ("公用经费控制率", "≤100%", "92%", EXCEEDED),
        # work done is counted, not avoided
        ("信访接待起数", "1000起", "1500起", EXCEEDED),
        ("隐患整治起数", "50起", "40起", SHORT),
        ("成本节约率", "5%", "8%", EXCEEDED),
        # costs: under the limit is met
        ("项目总成本", "≤30万元", "28万元", MET),
        ("项目总成本", "≤30万元", "35万元", SHORT),
        ("会议费、培训费", "3.00", "5.42", MISSED),
        ("补助标准", "=260元/辆", "260元/辆", MET),
        ("补助标准", "3000元/人", "2600元/人", SHORT),
        ("预算执行率", "100%", "97.8%", SHORT),
        # units
        ("拆迁面积", "6.52万平方米", "10.80万方", EXCEEDED),
        ("造林面积", "15亩", "1公顷", MET),
        ("造林面积", "1万平方米", "15亩", MET),
        ("投资额", "1亿元", "10000万元", MET),
        ("低保标准", "7200元/年", "600元/月", MET),
        ("合格率", "3‰", "0.3%", MET),
        ("粮食产量", "12万吨", "1.2亿公斤", MET),
        # number words and marks
        ("群众满意度", "百分之九十八", "99%", EXCEEDED),
        ("宣传活动", "10场", "30余场", EXCEEDED),
        ("培训人数", "200人", "200余人", MET),
        ("培训人数", "5000人", "近5000人", SHORT),
        ("参与居民", "三分之二以上", "75%", EXCEEDED),
        ("地区增速", "6.5%左右", "6.6%", MET),
        # rank, date, frequency, range
        ("全市街道总排名", "前75名", "第44名", EXCEEDED),
        ("全市街道总排名", "前10名", "第12名", SHORT),
        ("全市街道总排名", "前10名", "第10名", MET),
        ("完成时间", "12月底前完成", "11月", MET),
        ("完成时间", "2022年10月底前", "2022年12月完成", SHORT),
        ("清扫频次", "每周1次", "1次/周", MET),
        ("巡查频次", "1次/月", "每周1次", EXCEEDED),
        ("巡查频次", "每周不少于2次", "每周1次", MISSED),
        ("法制宣传", "每年不少于4次", "4次", MET),
        ("满意度", "90%-95%", "92%", MET),
        ("满意度", "90%-95%", "85%", SHORT),
        # rises and falls
        ("流量平均资费", "降低30%", "下降63%", EXCEEDED),
        ("单位能耗", "下降5%", "上升4.5%", MISSED),
        ("工业产值增长率", "≥8%", "-3%", MISSED),
        ("工业产值", "增长8%", "同比下降7%", MISSED),
        # said to be done, and is not
        ("拆迁面积", "3.28万平方米", "2.83万平方米", SHORT),
        # a bound of the actual value
        ("季度考核分数", "≥90分", "未达到90分", SHORT),
    ],
)
def test_figures_decide(name, target, actual, expected):
    assert outcomes(row(name, target, actual)) == [expected]


@pytest.mark.parametrize(
    ("name", "target", "actual", "expected"),
    [
        ("安置人数", "失业安置350人、困难群体150人", "491人、299人", [EXCEEDED, EXCEEDED]),
        ("引进人才", "博士3人、硕士20人", "引进硕士25人、博士2人", [SHORT, EXCEEDED]),
        ("培训", "举办培训10场，培训500人次", "共培训500人次，举办10场", [MET, MET]),
        ("培训", "举办培训10场，培训500人次", "培训500人次", [UNANSWERED, MET]),

        ("线上增幅", "营业额增幅18%，批零业增幅16%", "营业额3831万元，同比增幅82.14%，批零销售额15亿元，同比增长7.49%",
         [EXCEEDED, MISSED]),
        ("保密", "学习4次，未发生泄密事件", "学习5次，全年未发生泄密事件", [EXCEEDED, MET]),
    ],
)  # fmt: skip
def test_compound_target_is_compared_part_by_part(name, target, actual, expected):
    assert outcomes(row(name, target, actual)) == expected


@pytest.mark.parametrize(
    ("name", "target", "actual", "answer"),
    [
        ("重点项目", "40个", "40个项目中已完成25个", 25),
        ("问题整改", "20个", "发现问题20个，已整改15个，剩余5个", 15),
        ("税收增长率", "5%", "完成税收3.2亿元，同比增长8%", 8),
        ("农村公路", "30公里", "计划建设30公里，实际完成25公里，总投资1.2亿元", 25),
        ("覆盖率", "达到95%", "由90%提高到97%", 97),
        ("惠民演出", "≥50场", "全年开展惠民演出63场，惠及群众2.1万人次", 63),
        ("满意率", "≥90%", "满意率98.6%，较上年提高2.3个百分点", Decimal("98.6")),
        ("网格员", "≥100人", "共有网格员112人，其中专职50人", 112),
    ],
)
def test_the_figure_that_answers_is_found_among_others(name, target, actual, answer):
    (part,) = row(name, target, actual).parts
    assert part.actual.value == answer


@pytest.mark.parametrize(
    ("name", "target", "actual", "expected", "attainment"),
    [
        ("新建学校", "2所", "70%", SHORT, "0.7"),
        ("新建学校", "2所", "100%", MET, "1"),
        ("生产总值", "双过半", "完成11.3亿元，占年计划的41.8%", SHORT, "0.836"),
        ("重点项目", "年度目标任务", "完成投资5520万元，为任务的164.5%", EXCEEDED, "1.645"),
        ("重点项目", None, "完成投资4450万元，占年计划6.40%", MISSED, "0.064"),
        ("支付率", None, "支出20万元，支付率68.07%", SHORT, "0.6807"),
        ("开工事项", "65件", "完成率40%", MISSED, "0.4"),
    ],
)
def test_share_of_the_target_counts_as_its_attainment(name, target, actual, expected, attainment):
    (part,) = row(name, target, actual).parts
    assert (part.outcome, part.attainment, part.rule) == (expected, Decimal(attainment), "share_of_target")


@pytest.mark.parametrize(
    ("name", "target", "actual", "note", "doubt"),
    [
        ("群众满意度", "≥90%", "已完成100%", None, Doubt.RATE_FOR_VALUE),
        ("新建学校", "2所", "70%", None, Doubt.RATE_FOR_VALUE),
        ("服务人数", "500人", "600人次", None, Doubt.UNIT_DIFFERS),
        ("服务人数", "500人", "60万元", None, Doubt.UNIT_DIFFERS),
        ("满意度", "≥90%", "93", None, Doubt.UNIT_MISSING),
        ("考核得分", "≥85分", "85分以上", None, Doubt.BOUND_FOR_VALUE),
        ("高新产业产值", "产值3.69亿元", "高新产业营业收入3.45亿元", None, Doubt.OTHER_SUBJECT),
        ("单车清理数量", "≥15辆", "14400辆", None, Doubt.SCALE_SLIP),
        ("合格率", "≥95%", "≥95%", None, Doubt.COPIED_TARGET),
        ("获奖", "≥1项", "获省级奖2项、市级奖3项", None, Doubt.COMPUTED),
        ("项目成本", "≤30万元", "完成", None, Doubt.TEXT_FOR_NUMBER),
        ("改造小区", "5个", "5个", "项目尚未验收", Doubt.NOTE_CONTRADICTS),
        ("拆迁面积", "3万平方米", "2万平方米", "已完成年度目标", Doubt.NOTE_CONTRADICTS),
        ("销售额", "1000万元", "1-11月完成800万元", None, Doubt.PERIOD_DIFFERS),
    ],
)
def test_doubt_is_told(name, target, actual, note, doubt):
    assert doubt in row(name, target, actual, note).doubts


@pytest.mark.parametrize(
    ("target", "actual"), [("12次", "12次"), ("≥95%", "96%"), ("12次", "十二次"), ("30家", "达30家"), ("65件", "65件")]
)
def test_plain_comparison_has_no_doubt(target, actual):
    assert row("宣传数量", target, actual).doubts == ()


@pytest.mark.parametrize(
    ("name", "actual", "expected"),
    [
        ("群众满意度90%以上", "100%", EXCEEDED),
        ("完成立案5件", "共检查100余次，办理案件5件", MET),
        ("消防隐患整治率99%", "整治率为70%", SHORT),
    ],
)
def test_threshold_in_the_name_is_the_target(name, actual, expected):
    comparison = row(name, "完成", actual)
    assert outcomes(comparison) == [expected]
    assert comparison.is_target_in_name


def test_missing_unit_is_read_in_the_targets_unit():
    (part,) = row("排查经费", "=6万元", "6").parts
    assert (part.outcome, part.attainment) == (MET, Decimal(1))


def test_share_is_no_number_of_persons():
    comparison = row("落地率", "50%以上", "已安排36个项目，总投资882.1亿元")
    assert outcomes(comparison) == [UNANSWERED]
    assert comparison.attainment is None


@pytest.mark.parametrize("actual", ["治理河道2公里未启动", "计划治理河道2公里", "", None, "暂无"])
def test_the_target_told_again_is_no_answer(actual):
    assert outcomes(row("治理河道", "2公里", actual)) == [UNANSWERED]


def test_attainment_is_that_of_the_worst_part():
    assert row("引进人才", "博士3人、硕士20人", "博士6人、硕士15人").attainment == Decimal("0.75")


def test_bare_cost_under_a_cost_heading_is_a_limit():
    comparison = row("设备购置", "20万元", "18万元", level2="成本指标")
    assert (outcomes(comparison), comparison.direction) == ([MET], Direction.LOWER)


cells = st.text(max_size=25) | st.lists(
    st.sampled_from((
        "≥", "≤", "0", "5", "90", "%", "万", "元", "人", "次", "每", "月", "年", "/", "第", "名", "不超过", "以上",
        "近", "半", "未发生", "无", "下降", "占", "计划", "的", "完成率", "，", "12月底前", "二", "个", "-", "至",
    )),
    max_size=8,
).map("".join)  # fmt: skip


@given(name=cells, target=cells, actual=cells, note=cells)
@settings(max_examples=300, deadline=None)
def test_no_text_raises_and_spans_stay_inside(name, target, actual, note):
    comparison = row(name, target, actual, note)
    assert all(0 <= quantity.start < quantity.end <= len(actual) for quantity in comparison.actual_quantities)
    assert all(part.attainment is None or part.attainment >= 0 for part in comparison.parts)


@given(st.integers(min_value=1, max_value=10**6), st.integers(min_value=0, max_value=10**6))
def test_more_is_never_worse_where_more_is_better(target, actual):
    ratio = row("培训人数", f"{target}人", f"{actual}人").attainment
    assert ratio == Decimal(actual) / Decimal(target)


@given(st.integers(min_value=0, max_value=10**6))
def test_equal_texts_are_met(number):
    assert outcomes(row("投诉件数", f"{number}件", f"{number}件")) == [MET]
