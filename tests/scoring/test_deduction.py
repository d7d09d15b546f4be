"""The note beside a score: fact, clause, share and number, agreeing with one another."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfnlp.records import Action, Decision, Status
from perfnlp.scoring import load_rubric
from perfnlp.scoring.deduction import clause, deduction_note

TOP, MIDDLE, LOW = "达成年度指标", "部分达成年度指标并具有一定效果", "未达成年度指标且效果较差"
STATUSES = {TOP: Status.COMPLETED, MIDDLE: Status.PARTIAL, LOW: Status.NOT_COMPLETED, None: None}
REASON = (
    f"目标为“明显提升”，实际为“有所提升”，程度低两级，依财预〔2020〕10号属第二档“{MIDDLE}”（80%-60%），"
    "按70%计2.1分，扣0.9分。"
)
FACT = "目标为“明显提升”，实际为“有所提升”"
RUBRIC = load_rubric("caiyu-2020-10")


def record(**changes):
    values = {"target": "明显提升", "actual": "有所提升", "points": 3, "self_score": 3, "tier": MIDDLE}
    return {**values, "proposed_score": 2.1, "reasons": [REASON, "未说明偏差原因，须补充。"], **changes}


def decision(action, score, tier=MIDDLE, comment=""):
    return Decision(
        row_id="1",
        action=action,
        status=Status.UNCLEAR if action is Action.SEND_BACK else STATUSES[tier],
        tier=tier,
        score=None if score is None else Decimal(score),
        reviewer="李审",
        decided_at="",
        comment=comment,
    )


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        pytest.param(
            decision(Action.ACCEPT, "2.1"),
            REASON.replace("扣0.9分。", "扣0.9分（占分值的30%）。"),
            id="accepted: the record's reason and the share",
        ),
        pytest.param(
            decision(Action.TIER, "0.9", LOW, "佐证不足"),
            f"{FACT}，依财预〔2020〕10号属第三档“{LOW}”（60%-0%），计0.9分，扣2.1分（占分值的70%）。复核意见：佐证不足。",
            id="another tier, with words",
        ),
        pytest.param(
            decision(Action.SCORE, "2", comment="酌情"),
            f"{FACT}，依财预〔2020〕10号属第二档“{MIDDLE}”（80%-60%），计2分，扣1分（占分值的33.3%）。复核意见：酌情。",
            id="a vague word never stands alone",
        ),
        pytest.param(
            decision(Action.KEEP, "2.5", TOP),
            f"{FACT}，依财预〔2020〕10号属第一档“{TOP}”（100%-80%），复核认可自评得分，计2.5分，扣0.5分（占分值的16.7%）。",
            id="own score kept below the points",
        ),
        pytest.param(decision(Action.KEEP, "3", TOP), "", id="nothing deducted"),
        pytest.param(decision(Action.KEEP, "3", TOP, "已核对台账。"), "复核意见：已核对台账。", id="words only"),
        pytest.param(
            decision(Action.SEND_BACK, None, None),
            f"{FACT}，现有表述不足以判断是否达到目标，暂不计分，已退回单位补充说明。",
            id="sent back",
        ),
    ],
)
def test_the_note_says_fact_clause_share_and_number(made, expected):
    assert deduction_note(record(self_score=2.5 if made.score == Decimal("2.5") else 3), made, RUBRIC) == expected


def test_a_reason_that_no_longer_fits_the_number_is_not_used():
    note = deduction_note(record(proposed_score=1.8), decision(Action.ACCEPT, "2.1"), RUBRIC)
    assert note.startswith(f"{FACT}，依财预〔2020〕10号属第二档")
    assert note.endswith("计2.1分，扣0.9分（占分值的30%）。")


def test_a_met_target_held_down_by_the_own_score_still_names_the_rule():
    reason = f"目标为“≥2次”，实际为“2次”，已达目标，属“{TOP}”，应计3分，复核不高于自评，计2.5分，扣0.5分。"
    given_record = record(reasons=[reason], tier=TOP, proposed_score=2.5, self_score=2.5)
    note = deduction_note(given_record, decision(Action.ACCEPT, "2.5", TOP), RUBRIC)
    assert note == (
        f"目标为“≥2次”，实际为“2次”，已达目标，属“{TOP}”，应计3分，复核不高于自评，计2.5分，"
        f"依财预〔2020〕10号属第一档“{TOP}”（100%-80%），扣0.5分（占分值的16.7%）。"
    )


def test_an_unclear_row_asks_its_own_question():
    asked = "目标为“明显提升”，实际完成情况为空，暂不计分，请补充“满意度”的实际完成情况。"
    note = deduction_note(
        record(tier=None, actual=None, reasons=[asked]), decision(Action.SEND_BACK, None, None), RUBRIC
    )
    assert note == f"{asked}已退回单位补充说明。"


def test_a_tier_held_down_by_the_own_score_says_so():
    note = deduction_note(record(self_score=2), decision(Action.TIER, "2"), RUBRIC)
    assert note.endswith("（80%-60%），复核不高于自评，计2分，扣1分（占分值的33.3%）。")


def test_a_row_without_points_says_so():
    note = deduction_note(record(points=None), decision(Action.TIER, None), RUBRIC)
    assert note == f"{FACT}，依财预〔2020〕10号属第二档“{MIDDLE}”（80%-60%），未列分值，不计分。"


def test_a_row_without_target_quotes_what_the_report_says():
    note = deduction_note(record(target=None), decision(Action.SCORE, "0", LOW), RUBRIC)
    assert note.startswith("报告称“有所提升”，依")


def test_a_score_outside_of_all_tiers_names_the_document():
    assert clause(decision(Action.SCORE, "1", None), RUBRIC) == "依财预〔2020〕10号"


@given(points=st.decimals("0.5", "100", places=1), share=st.decimals(0, 1, places=3))
def test_the_number_in_the_note_is_points_less_score(points, share):
    score = (points * share).quantize(Decimal("0.01"))
    made = decision(Action.SCORE, str(score), MIDDLE)
    note = deduction_note(record(points=float(points)), made, RUBRIC)
    lost = points - score
    assert (note == "") if lost <= 0 else (f"扣{lost:f}".rstrip("0").rstrip(".") + "分（占分值的" in note)
