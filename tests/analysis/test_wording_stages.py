import pytest

from perfnlp.analysis import analyze
from perfnlp.analysis.wording_stages import stage_evidence
from perfnlp.records import CueKind, Indicator, Locator


def stages(text):
    return [stage.label.removeprefix("stage=") for stage in stage_evidence(text, "actual")]


def kinds(name, target, actual):
    row = Indicator(id="0" * 16, name=name, target=target, actual=actual, locator=Locator(document="x"))
    return {cue.kind for cue in analyze([row])[0].actual_cues}


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        (["reached:4", "ahead:5"], "合同已签订，尚未进场"),
        (["under_way:6"], "正在施工"),
        (["reached:8", "ahead:9"], "已完工，未验收"),
        (["ahead:10"], "预计明年3月通车"),
        (["reached:10"], "已正式运营"),
    ],
)
def test_stages_are_reached_under_way_or_ahead(expected, text):
    assert stages(text) == expected


def test_a_finished_tender_only_begins_a_building():
    assert CueKind.DONE not in kinds("柳溪村卫生室建设", "建成", "已完成招标")
    assert CueKind.STARTED in kinds("柳溪村卫生室建设", "建成", "已完成招标")


def test_the_stage_that_is_asked_is_done_when_it_is_reached():
    assert CueKind.DONE in kinds("柳溪村卫生室建设", "完成立项", "已立项")
