import pytest

from perfnlp.analysis.direction import find_direction
from perfnlp.lexicon import load_lexicon
from perfnlp.records import Direction

LOWER_NAMES = (
    "安全生产事故起数", "重大投诉件数", "返贫率", "城镇登记失业率低于(%)", "死亡率", "全市综合排名", "项目成本",
    "贷款逾期率", "重访率", "垃圾暴露率", "刑事案件发案率", "单位产值能耗", "公用经费控制率", "预算调整率",
    "结转结余率", "森林火灾受害率", "会议费、培训费", "居民消费价格涨幅", "案件办理时限", "群众投诉率", "事故率",
)  # fmt: skip
HIGHER_NAMES = (
    "信访接待起数", "消防隐患整治起数", "投诉办结率", "投诉处理件数", "成本节约率", "失业人员培训", "能耗降低率",
    "事故下降率", "用水减少量", "服务对象满意度", "受理投诉件数", "排查隐患数", "办理案件数量",
    "城镇失业人员再就业(人)", "化解信访积案数", "受资助学生人数", "事故处置率", "失业保险覆盖率", "养老服务床位",
    "机要学习；未发生泄密事件",
)  # fmt: skip


@pytest.mark.parametrize("name", LOWER_NAMES)
def test_bad_things_costs_and_ranks_are_better_when_lower(name):
    assert find_direction(name, "5", load_lexicon()) is Direction.LOWER


@pytest.mark.parametrize("name", HIGHER_NAMES)
def test_work_done_and_reductions_are_better_when_higher(name):
    assert find_direction(name, "5", load_lexicon()) is Direction.HIGHER


@pytest.mark.parametrize(
    ("name", "target", "direction"),
    [
        ("网络流量平均资费", "降低30%", Direction.HIGHER),
        ("网络流量平均资费", "降低到30元", Direction.LOWER),
        ("某项指标", "≤5", Direction.LOWER),
        ("事故起数", "不发生", Direction.LOWER),
        ("某项指标", "0起", Direction.LOWER),
        ("投诉量", "≥5件", Direction.HIGHER),
        ("完成时间", "12月底前", Direction.LOWER),
        ("考核结果", "前10名", Direction.LOWER),
    ],
)
def test_target_outranks_the_name(name, target, direction):
    assert find_direction(name, target, load_lexicon()) is direction
