import pytest

from perfnlp.analysis import analyze
from perfnlp.grading.features import feature_rows, features_sha256
from perfnlp.records import Indicator, Locator


def findings(target, actual, *, name="村容整治", note=None):
    row = Indicator(id="0" * 16, name=name, target=target, actual=actual, note=note, locator=Locator(document="x"))
    return feature_rows(analyze([row]))[0]["findings"]


def test_every_finding_is_a_name_and_a_small_number():
    found = findings("明显改善", "有所改善，但2个村仍较乱", note="资金未到位")
    assert all(isinstance(name, str) and 0 <= value <= 1 for name, value in found.items())


@pytest.mark.parametrize(
    ("finding", "target", "actual"),
    [
        ("trend=worse&asks_effect=True", "明显改善", "投诉由3件增至9件"),
        ("scale_reached=False", "及时", "基本及时"),
        ("scale_reached=True", "及时", "及时"),
        ("word_parts=met+silent", "路灯亮化，山塘清淤", "路灯亮化完成"),
        ("after_contrast=missed+trend=worse", "明显改善", "明显改善，但进度滞后、投诉反弹"),
        ("avoided_thing=asserted", "不出现大面积停气", "曾出现大面积停气"),
        ("avoided_thing=denied", "不出现大面积停气", "全年未出现大面积停气"),
        ("stage_implied=met&asked=5", "年内开工", "正在施工"),
        ("stage_difference=preparation&under_way=none&ahead=begun", "建成", "合同已签订，尚未进场"),
    ],
)
def test_findings_of_the_analysis_are_crossed(finding, target, actual):
    assert findings(target, actual)[finding] == 1


def test_misprints_and_inner_spaces_make_no_difference_to_the_degree():
    printed, meant = findings("显著提升", "显 箸 提 升"), findings("显著提升", "显著提升")
    assert [name for name in printed if name.startswith("degree")] == [
        name for name in meant if name.startswith("degree")
    ]


def test_the_digest_is_that_of_the_source():
    assert len(features_sha256()) == 64
