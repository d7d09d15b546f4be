import pytest

from perfnlp.analysis.wording_scales import scale_evidence


def difference(target, actual):
    found = scale_evidence(target, actual)
    if not found:
        return None
    asked, told = (int(evidence.label.rsplit(":", 1)[1]) for evidence in found)
    return told - asked


@pytest.mark.parametrize(
    ("target", "actual"),
    [("高", "高"), ("长期", "永久"), ("是", "√"), ("及时", "非常及时"), ("良好", "优"), ("健全", "健全，已运行一年")],
)
def test_the_same_place_or_a_higher_one_reaches_the_target(target, actual):
    assert difference(target, actual) >= 0


@pytest.mark.parametrize(
    ("target", "actual"),
    [
        ("高", "中"),
        ("优", "良"),
        ("长期", "短期"),
        ("是", "否"),
        ("及时", "基本及时"),
        ("及时", "部分批次及时"),
        ("健全", "不够健全"),
        ("到位", "未整改到位"),
    ],
)
def test_a_lower_place_falls_short(target, actual):
    assert difference(target, actual) < 0


@pytest.mark.parametrize(("target", "actual"), [("高", "完成"), ("", "及时"), ("及时", ""), ("≥90%", "满意")])
def test_values_of_no_shared_scale_have_no_place(target, actual):
    assert difference(target, actual) is None
