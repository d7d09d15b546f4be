from decimal import Decimal

import pytest

from perfnlp.records import Bound, CueKind, Doubt, Kind, Status
from perfnlp.scoring import load_rubric, propose
from perfnlp.scoring.wording import percent, quoted

RUBRIC = load_rubric()
TEN = Decimal(10)


def test_degrees_name_fact_tier_and_deduction(grade):
    row = grade(Status.PARTIAL, degree_target=3, degree_actual=1, note="基础薄弱")
    assert propose(row, RUBRIC).reasons == (
        (
            "目标为“明显提升”，实际为“有所提升”，程度低两级，依财预〔2020〕10号属第二档"
            "“部分达成年度指标并具有一定效果”（80%-60%），按70%计2.1分，扣0.9分。"
        ),
        "依据文字判断（置信度0.97）。",
    )


def test_a_figure_names_its_ratio(grade, part):
    row = grade(
        Status.PARTIAL,
        target="≥85%",
        actual="82.3%",
        points=TEN,
        note="样本少",
        parts=(part("85", "82.3"),),
        decided_by="rule:at_least",
    )
    assert propose(row, RUBRIC).reasons == (
        "目标为“≥85%”，实际为“82.3%”，完成率96.8%，未达目标，依财预〔2020〕10号按完成比例计分，计9.7分，扣0.3分。",
        "依据数值比较。",
    )


def test_a_broken_limit_tells_the_excess(grade, part):
    row = grade(Status.PARTIAL, target="≤10", actual="12", points=TEN, parts=(part("10", "12", bound=Bound.AT_MOST),))
    sentence = propose(row, RUBRIC).reasons[0]
    assert sentence.endswith("超过限值20%，依财预〔2020〕10号按目标与实际之比83.3%计分，计8.3分，扣1.7分。")


def test_a_compound_target_tells_which_parts_are_short(grade, part):
    row = grade(
        Status.PARTIAL,
        target="培训350人，帮扶150人，巡查20次",
        actual="491人，120人",
        parts=(
            part("350", "491", unit="人", subject="培训"),
            part("150", "120", unit="人", subject="帮扶"),
            part("20", None, unit="次", subject="巡查"),
        ),
    )
    sentence = propose(row, RUBRIC).reasons[0]
    assert "共3项，1项达标，1项未达标：“帮扶150人”实际“120人”（80%），1项未说明：“巡查20次”" in sentence


def test_a_certified_completed_row_needs_one_sentence(grade, part):
    row = grade(target="≥12次", actual="12次", parts=(part("12", "12", unit="次"),))
    assert propose(row, RUBRIC).reasons == ("目标为“≥12次”，实际为“12次”，已达目标，属“达成年度指标”，计3分。",)


def test_a_result_without_target_is_a_report_statement(grade):
    row = grade(target=None, actual="改善了辖区市容。", points=None)
    assert propose(row, RUBRIC).reasons == (
        "报告称“改善了辖区市容”，已取得所述结果，属“达成年度指标”，计分比例100%（未列分值）。",
    )


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (
            {"target": "≥90%", "actual": None, "name": "群众满意度"},
            "目标为“≥90%”，实际完成情况为空，暂不计分，请补充“群众满意度”的实际完成情况。",
        ),
        (
            {"target": "≥90%", "actual": "道路已修复", "name": "投诉率", "kind": Kind.QUANTITATIVE},
            "目标为“≥90%”，实际为“道路已修复”，未回答指标要求，暂不计分，请补充“投诉率”的实际完成值。",
        ),
    ],
)
def test_an_unclear_row_says_what_to_ask(grade, fields, expected):
    assert propose(grade(Status.UNCLEAR, **fields), RUBRIC).reasons[0] == expected


def test_an_unclear_row_says_why_its_wording_is_no_answer(grade, cue):
    row = grade(Status.UNCLEAR, actual="召开会议4次", actual_cues=(cue(CueKind.PROCESS, 0, 6),))
    assert "只述工作过程，未述效果，暂不计分" in propose(row, RUBRIC).reasons[0]


@pytest.mark.parametrize("doubt", list(Doubt))
def test_every_doubt_has_one_sentence(grade, doubt):
    plain, doubted = grade(is_certified=False), grade(is_certified=False, doubts=(doubt,))
    assert len(propose(doubted, RUBRIC).reasons) == len(propose(plain, RUBRIC).reasons) + 1


def test_remarks_of_the_row_are_passed_on(grade):
    assert "分值不是数字。" in propose(grade(remarks=("分值不是数字",)), RUBRIC).reasons


def test_a_missed_target_without_note_is_told(grade):
    assert "未说明偏差原因，须补充。" in propose(grade(Status.PARTIAL), RUBRIC).reasons
    assert "未说明偏差原因，须补充。" not in propose(grade(Status.PARTIAL, note="雨季停工"), RUBRIC).reasons


def test_an_uncertain_grade_asks_for_a_person(grade):
    row = grade(Status.PARTIAL, is_certified=False, confidence=0.61)
    assert propose(row, RUBRIC).reasons[-1] == "依据文字判断（置信度0.61），须人工核对。"


def test_a_long_text_keeps_its_deciding_words(grade, cue):
    text = "甲" * 50 + "尚未开工" + "乙" * 50
    row = grade(Status.NOT_COMPLETED, actual=text, actual_cues=(cue(CueKind.NONE, 50, 54),))
    sentence = propose(row, RUBRIC).reasons[0]
    assert "尚未开工" in sentence
    assert text not in sentence


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("达标。", "“达标”"),
        ("纠治“四风”问题", "“纠治‘四风’问题”"),
        ("甲" * 30 + "乙" * 30, "“" + "甲" * 20 + "…" + "乙" * 20 + "”"),
    ],
)
def test_quotations(text, expected):
    assert quoted(text) == expected


@pytest.mark.parametrize(
    ("share", "expected"), [("0.968", "96.8%"), ("0.99971", "99.97%"), ("1", "100%"), ("1.5", "150%")]
)
def test_percentages(share, expected):
    assert percent(Decimal(share)) == expected


def test_no_reason_leaves_the_share_to_discretion(grade):
    for status in Status:
        assert all("酌情" not in sentence for sentence in propose(grade(status), RUBRIC).reasons)
