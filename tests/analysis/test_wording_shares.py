"""Shares of a whole and moves between figures that an answer tells."""

from decimal import Decimal

import pytest

from perfnlp.analysis.quantities import read_quantities
from perfnlp.analysis.wording_shares import change_evidence, share_evidence, share_of_goal_evidence
from perfnlp.lexicon import load_lexicon
from perfnlp.records import Quantity, QuantityKind


def _labels(text: str) -> list[str]:
    found = share_evidence(text, "actual", read_quantities(text, load_lexicon()))
    return [evidence.label.removeprefix("share=") for evidence in found]


def _changes(text: str, *, less: bool = False) -> list[str]:
    found = change_evidence(text, "actual", read_quantities(text, load_lexicon()), less=less)
    return [evidence.label.removeprefix("change=") for evidence in found]


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("20件积案化解15件", "middle"),
        ("受理举报40件，已办结36件", "high"),
        ("应换水表500块，已换480块", "nearly"),
        ("计划栽树300株，实际栽树120株", "low"),
        ("举办讲座33场，任务数30场", "beyond"),
        ("30个村中有30个完成", "all"),
        ("10座塘坝还有2座", "high"),
        ("完成八成", "high"),
        ("覆盖97%", "nearly"),
        ("已完成三分之二", "middle"),
    ],
)
def test_answer_tells_a_share_of_its_own_whole(text: str, step: str) -> None:
    assert step in _labels(text)


@pytest.mark.parametrize(
    "text", ["同比增长12%", "新建公厕8座，上年6座", "培训30人，发放手册500册", "取得三成果", "完成"]
)
def test_other_figures_are_no_share(text: str) -> None:
    assert _labels(text) == []


@pytest.mark.parametrize(
    ("text", "less", "change"),
    [
        ("用时由50分钟缩至49分钟", True, "better:1"),
        ("用时由40分钟增至50分钟", True, "worse:4"),
        ("捐款80万元，上年100万元", False, "worse:4"),
        ("产量60吨，上年60吨", False, "unchanged:0"),
        ("同比增长0.4%", False, "better:0"),
        ("同比下降12%", False, "worse:3"),
    ],
)
def test_change_has_a_result_and_a_size(text: str, less: bool, change: str) -> None:  # noqa: FBT001
    assert _changes(text, less=less) == [change]


def test_note_takes_off_what_is_out_of_use() -> None:
    goal = Quantity(value=Decimal(50), unit="家", kind=QuantityKind.COUNT)
    note = "其中10家设备停用"
    found = share_of_goal_evidence(note, "note", read_quantities(note, load_lexicon()), (goal,))
    assert [evidence.label for evidence in found] == ["goal_share=high"]


def test_counted_share_stands_against_a_target_in_percent() -> None:
    goal = Quantity(value=Decimal(98), unit="%", kind=QuantityKind.SHARE)
    actual = "抽样200批次，其中合格190批次"
    found = share_of_goal_evidence(actual, "actual", read_quantities(actual, load_lexicon()), (goal,))
    assert [evidence.label for evidence in found] == ["goal_share=nearly"]


def test_evidence_quotes_the_text() -> None:
    text = "截至年底，20件积案化解15件。"
    (found,) = share_evidence(text, "actual", read_quantities(text, load_lexicon()))
    assert text[found.start : found.end] == "20件积案化解15件"
