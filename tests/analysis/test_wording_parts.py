from perfnlp.analysis import analyze
from perfnlp.records import Indicator, Locator


def parts(target, actual):
    row = Indicator(id="0" * 16, name="年度任务", target=target, actual=actual, locator=Locator(document="x"))
    return [each.label.removeprefix("part=") for each in analyze([row])[0].evidence if each.label.startswith("part=")]


def test_each_part_is_met_failed_or_passed_over():
    target = "村道路灯亮化，农家书屋开放，山塘清淤"
    assert parts(target, "村道路灯已亮化，农家书屋尚未开放") == ["met", "failed", "silent"]


def test_items_of_one_list_are_parts_too():
    assert parts("修缮白塔、古桥、牌楼", "白塔已完工，古桥未开工") == ["met", "failed", "silent"]


def test_a_target_of_one_part_has_none():
    assert parts("山塘清淤", "已完成") == []
