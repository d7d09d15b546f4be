from dataclasses import replace
from decimal import Decimal
from importlib.resources import files

import pytest
from scoring_rows import status_of

from perfnlp.records import Bound, CueKind, Direction, Doubt, Outcome, Status
from perfnlp.scoring import equalize, load_rubric, propose
from perfnlp.scoring.rubric import Compound, Operator, OverCompletion, RoundingMode, Steps

RUBRIC = load_rubric()
TEN = Decimal(10)


def with_rules(**changes):
    return replace(RUBRIC, quantitative=replace(RUBRIC.quantitative, **changes))


@pytest.mark.parametrize(
    ("status", "tier", "credit", "band"),
    [
        (Status.EXCEEDED, "达成年度指标", "1", ("0.8", "1")),
        (Status.COMPLETED, "达成年度指标", "1", ("0.8", "1")),
        (Status.PARTIAL, "部分达成年度指标并具有一定效果", "0.7", ("0.6", "0.8")),
        (Status.NOT_COMPLETED, "未达成年度指标且效果较差", "0", ("0", "0.6")),
    ],
)
def test_wording_earns_its_tier(grade, status, tier, credit, band):
    proposal = propose(grade(status), RUBRIC)
    assert (proposal.tier, proposal.credit) == (tier, Decimal(credit))
    assert (proposal.credit_low, proposal.credit_high) == tuple(map(Decimal, band))
    assert proposal.score == Decimal(credit) * 3


def test_an_unclear_row_has_no_number_and_goes_to_a_person(grade):
    proposal = propose(grade(Status.UNCLEAR), RUBRIC)
    assert (proposal.tier, proposal.credit, proposal.credit_low, proposal.score) == (None, None, None, None)
    assert proposal.needs_review


@pytest.mark.parametrize(("actual", "credit"), [(3, "0.75"), (2, "0.70"), (1, "0.65"), (0, "0.60")])
def test_weaker_wording_earns_less(grade, actual, credit):
    proposal = propose(grade(Status.PARTIAL, degree_target=4, degree_actual=actual), RUBRIC)
    assert proposal.credit == Decimal(credit)


def test_four_tiers_choose_the_tier_by_the_distance(grade):
    rubric = load_rubric("four-tier")
    near = propose(grade(Status.PARTIAL, degree_target=3, degree_actual=2), rubric)
    far = propose(grade(Status.PARTIAL, degree_target=3, degree_actual=1), rubric)
    assert [(item.tier, item.credit) for item in (near, far)] == [("良", Decimal("0.8")), ("中", Decimal("0.6"))]


def test_started_work_earns_more_than_nothing_done(grade, cue):
    started = grade(Status.NOT_COMPLETED, actual="已完成招标，尚未开工", actual_cues=(cue(CueKind.STARTED, 0, 5),))
    nothing = grade(Status.NOT_COMPLETED, actual="尚未开工", actual_cues=(cue(CueKind.NONE, 0, 4),))
    assert [propose(item, RUBRIC).credit for item in (started, nothing)] == [Decimal("0.3"), Decimal(0)]


@pytest.mark.parametrize(
    ("rules", "bound", "target", "actual", "score"),
    [
        pytest.param({}, Bound.AT_LEAST, "85", "82.3", "9.7", id="ratio 0.9682"),
        pytest.param({}, Bound.AT_LEAST, "30", "9", "3", id="ratio below the partial band"),
        pytest.param({}, Bound.EXACTLY, "80", "60", "7.5", id="exactly as at least"),
        pytest.param({}, Bound.AT_MOST, "10", "15", "6.7", id="inverse ratio"),
        pytest.param({"at_most": Operator.LINEAR_EXCESS}, Bound.AT_MOST, "10", "15", "5", id="linear excess"),
        pytest.param({"at_most": Operator.LINEAR_EXCESS}, Bound.AT_MOST, "10", "25", "0", id="linear excess over 2A"),
        pytest.param({"at_least": Operator.ALL_OR_NOTHING}, Bound.AT_LEAST, "10", "9", "0", id="all or nothing"),
        pytest.param({"floor": Decimal("0.6")}, Bound.AT_LEAST, "10", "5", "0", id="below the floor"),
        pytest.param({"tolerance": Decimal("0.02")}, Bound.AT_LEAST, "100", "98.5", "10", id="within tolerance"),
    ],
)
def test_figures_earn_by_the_operator(grade, part, rules, bound, target, actual, score):
    compared = part(target, actual, bound=bound)
    status = status_of(compared)
    assert propose(grade(status, points=TEN, parts=(compared,)), with_rules(**rules)).score == Decimal(score)


@pytest.mark.parametrize(("actual", "score"), [("88", "9"), ("85", "9"), ("84.9", "8"), ("39", "0")])
def test_each_begun_step_costs_its_deduction(grade, part, actual, score):
    rubric = with_rules(at_least=Operator.STEPS, steps=Steps(width=Decimal("0.05"), deduction=Decimal("0.1")))
    compared = part("90", actual)
    assert propose(grade(status_of(compared), points=TEN, parts=(compared,)), rubric).score == Decimal(score)


@pytest.mark.parametrize(("operator", "score"), [(Operator.ALL_OR_NOTHING, "0"), (Operator.PER_CASE, "5.5")])
def test_a_broken_zero_target(grade, part, operator, score):
    rubric = with_rules(zero=operator, steps=Steps(width=Decimal(1), deduction=Decimal("0.15")))
    row = grade(
        Status.NOT_COMPLETED,
        points=TEN,
        direction=Direction.LOWER,
        parts=(part("0", "3", unit="起", bound=Bound.AT_MOST),),
    )
    assert propose(row, rubric).score == Decimal(score)


@pytest.mark.parametrize(("compound", "credit"), [(Compound.MEAN, "0.8"), (Compound.WORST, "0.6")])
def test_parts_of_a_compound_target(grade, part, compound, credit):
    row = grade(Status.PARTIAL, parts=(part("100", "120"), part("50", "30")))
    assert propose(row, with_rules(compound=compound)).credit == Decimal(credit)


def test_the_worst_part_decides_a_row_that_is_not_completed(grade, part):
    row = grade(Status.NOT_COMPLETED, parts=(part("100", "120"), part("50", "10")))
    assert propose(row, RUBRIC).credit == Decimal("0.2")


def test_figures_that_do_not_explain_the_status_are_not_used(grade, part):
    met_but_partial = grade(Status.PARTIAL, parts=(part("100", "120"),))
    short_but_missed = grade(Status.NOT_COMPLETED, parts=(part("100", "95"),))
    some_quarters = grade(Status.PARTIAL, parts=(replace(part("90", "90"), outcome=Outcome.SHORT),))
    rows = (met_but_partial, short_but_missed, some_quarters)
    assert [propose(row, RUBRIC).credit for row in rows] == [Decimal("0.7"), Decimal(0), Decimal("0.7")]


def test_the_budget_row_keeps_its_own_rule(grade, part):
    row = grade(Status.NOT_COMPLETED, name="预算执行率", points=TEN, parts=(part("100", "45"),))
    assert propose(row, load_rubric("four-tier")).score == Decimal("4.5")


@pytest.mark.parametrize("doubt", [Doubt.RATE_FOR_VALUE, Doubt.UNIT_DIFFERS, Doubt.OTHER_SUBJECT])
def test_doubtful_figures_fall_back_to_the_tier(grade, part, doubt):
    proposal = propose(grade(Status.PARTIAL, parts=(part("100", "90"),), doubts=(doubt,)), RUBRIC)
    assert (proposal.credit, proposal.needs_review) == (Decimal("0.7"), True)


def test_an_unanswered_part_falls_back_to_the_tier(grade, part):
    row = grade(Status.PARTIAL, parts=(part("100", "100"), part("50", None)))
    assert propose(row, RUBRIC).credit == Decimal("0.7")


def test_a_tiny_shortfall_never_earns_full_credit(grade, part):
    row = grade(Status.PARTIAL, points=TEN, parts=(part("1000000", "999999"),))
    assert propose(row, RUBRIC).credit == Decimal("0.9999")


def test_over_completion_is_reduced_by_the_excess_over_the_threshold(grade, part):
    rubric = replace(RUBRIC, over_completion=OverCompletion.REDUCE, over_minimum=Decimal("0.6"))
    row = grade(Status.EXCEEDED, points=TEN, parts=(part("100", "145"),))
    assert propose(row, rubric).score == Decimal("8.5")


def test_a_recheck_does_not_raise(grade):
    proposal = propose(grade(Status.COMPLETED, self_score=Decimal(2)), RUBRIC)
    assert (proposal.score, proposal.credit, proposal.needs_review) == (Decimal(2), Decimal("0.6666"), True)
    assert proposal.credit_low == proposal.credit_high == proposal.credit
    assert "应计3分，复核不高于自评，计2分，扣1分" in proposal.reasons[0]


def test_an_own_score_between_the_exact_and_the_rounded_one_limits_nothing(grade, part):
    row = grade(Status.PARTIAL, points=Decimal(8), self_score=Decimal("6.81"), parts=(part("10000", "8515"),))
    proposal = propose(row, RUBRIC)  # 8 x 0.8515 = 6.812, rounded 6.8
    assert proposal.score == Decimal("6.8")
    assert "复核不高于自评" not in proposal.reasons[0]


def test_a_self_score_above_the_points_is_capped_and_told(grade):
    proposal = propose(grade(Status.COMPLETED, self_score=Decimal(5)), RUBRIC)
    assert (proposal.score, proposal.needs_review) == (Decimal(3), True)
    assert "自评5分，高于分值3分，按分值封顶。" in proposal.reasons


@pytest.mark.parametrize(("mode", "score"), [(RoundingMode.HALF_UP, "1.6"), (RoundingMode.DOWN, "1.5")])
def test_rounding_of_half_a_step(grade, mode, score):
    row = grade(Status.PARTIAL, points=Decimal("2.214286"), degree_target=3, degree_actual=1)
    assert propose(row, replace(RUBRIC, rounding_mode=mode)).score == Decimal(score)


def test_full_credit_is_the_points_whatever_the_step(grade):
    assert propose(grade(Status.COMPLETED, points=Decimal("2.24")), RUBRIC).score == Decimal("2.24")


def test_without_points_there_is_credit_but_no_score(grade):
    proposal = propose(grade(Status.PARTIAL, points=None), RUBRIC)
    assert (proposal.credit, proposal.score) == (Decimal("0.7"), None)


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"is_certified": False}, id="not certified"),
        pytest.param({"remarks": ("本表得分之和与合计不符",)}, id="remark"),
        pytest.param({"doubts": (Doubt.NOTE_CONTRADICTS,)}, id="contradicting note"),
        pytest.param({"note": "资料未归档"}, id="note where the target is met"),
    ],
)
def test_a_person_sees_what_is_not_plain(grade, fields):
    assert propose(grade(), RUBRIC).needs_review is False
    assert propose(grade(**fields), RUBRIC).needs_review is True


def test_over_completion_asks_for_a_reason_unless_the_note_gives_one(grade, part):
    bare = grade(Status.EXCEEDED, parts=(part("100", "131"),))
    explained = grade(Status.EXCEEDED, parts=(part("100", "131"),), note="新增上级任务")
    below = grade(Status.EXCEEDED, parts=(part("100", "129"),))
    asked = [any("须说明原因" in reason for reason in propose(row, RUBRIC).reasons) for row in (bare, explained, below)]
    assert asked == [True, False, False]


def test_equal_texts_take_the_lowest_credit_of_their_group(grade):
    fields = {"actual": "有所提升", "note": "见附件", "points": TEN}
    near = grade(Status.PARTIAL, degree_target=3, degree_actual=2, **fields)
    far = grade(Status.PARTIAL, degree_target=3, degree_actual=1, **fields)
    other = grade(Status.PARTIAL, degree_target=3, degree_actual=2, **(fields | {"actual": "略有提升"}))
    first, second, third = equalized = equalize(propose(row, RUBRIC) for row in (near, far, other))
    assert first.score == second.score == 7
    assert first.needs_review
    assert second.needs_review
    assert "按75%应计7.5分，与同目标同结果的行统一按70%计7分，扣3分" in first.reasons[0]
    assert "目标与结果相同的各行比例不一，统一取最低的70%。" in second.reasons
    assert third == propose(other, RUBRIC)
    assert equalize(equalized) == equalized


def test_a_low_self_score_does_not_pull_rows_of_equal_texts(grade):
    rows = [grade(self_score=own) for own in (None, Decimal(1))]
    assert [proposal.score for proposal in equalize(propose(row, RUBRIC) for row in rows)] == [3, 1]


def test_equal_credits_and_unclear_rows_stay_as_they_are(grade):
    proposals = tuple(propose(grade(status), RUBRIC) for status in (Status.UNCLEAR, Status.PARTIAL, Status.PARTIAL))
    assert equalize(proposals) == proposals


def test_a_lowered_row_is_rounded_by_its_own_rubric_file(grade, tmp_path):
    path = tmp_path / "半分制.toml"
    shipped = files("perfnlp.scoring.rubrics").joinpath("caiyu-2020-10.toml").read_text(encoding="utf-8")
    path.write_text(shipped.replace("step = 0.1", "step = 0.5"), encoding="utf-8")
    rubric = load_rubric(str(path))
    rows = [grade(Status.PARTIAL, points=Decimal(9), degree_target=3, degree_actual=actual) for actual in (2, 1)]
    assert [proposal.score for proposal in equalize(propose(row, rubric) for row in rows)] == [Decimal("6.5")] * 2
