import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfnlp.analysis import analyze
from perfnlp.grading import load_grader
from perfnlp.grading.grader import LABELS, Grader, choose, trust_rule
from perfnlp.records import Indicator, Locator, Status

shares = st.lists(st.floats(0.01, 1), min_size=5, max_size=5).map(lambda row: np.array(row) / sum(row))


def probabilities(**given_shares):
    return np.array([given_shares.get(label.value, 0.0) for label in LABELS])


def grades(*rows):
    indicators = [
        Indicator(
            id=f"{place:016}", name="人民群众的安全感", target=target, actual=actual, locator=Locator(document="-")
        )
        for place, (target, actual) in enumerate(rows)
    ]
    return load_grader().grade(analyze(indicators))


def test_two_likely_statuses_give_the_one_that_costs_less_if_wrong():
    # partial: 0.48 x 1 step too low = 0.48; completed: 0.46 x 1.25 + 0.06 x 2.5 = 0.725
    assert choose(probabilities(completed=0.48, partial=0.46, not_completed=0.06)) is Status.PARTIAL


def test_an_unlikely_status_never_wins_by_being_cheap():
    assert choose(probabilities(completed=0.8, partial=0.2)) is Status.COMPLETED


@given(row=shares, place=st.integers(0, 4), precision=st.floats(0.3, 1))
def test_a_trusted_rule_leaves_probabilities(row, place, precision):
    trusted = trust_rule(row, LABELS[place], precision)
    assert trusted.sum() == pytest.approx(1)
    assert (trusted >= 0).all()


def test_a_rule_that_the_model_disbelieves_is_less_sure():
    believed = probabilities(completed=0.9, partial=0.1)
    disbelieved = probabilities(completed=0.01, not_completed=0.99)
    place = LABELS.index(Status.COMPLETED)
    assert trust_rule(disbelieved, Status.COMPLETED, 0.99)[place] < 0.2
    assert trust_rule(believed, Status.COMPLETED, 0.99)[place] == pytest.approx(0.99)


def test_what_a_rule_decides_may_be_released_from_a_lower_confidence():
    certificates = {"completed": 0.97, "rule:completed": 0.9}
    precision = {"figures.at_least:completed": 0.95}
    grader = Grader(model_id="m", classifier=None, temperature=1.0, rule_precision=precision, certificates=certificates)
    by_rule, by_model = (
        Indicator(id=name, name="培训班", target=target, actual=actual, locator=Locator(document="-"))
        for name, target, actual in (("a", "≥12次", "12次"), ("b", "完成", "已完成"))
    )
    sure = np.array([probabilities(completed=0.95, partial=0.05)] * 2)
    graded = grader.grade_with(analyze([by_rule, by_model]), sure)
    assert [(grade.decided_by, grade.is_certified) for grade in graded] == [
        ("rule:figures.at_least", True),
        ("m", False),
    ]


@pytest.mark.parametrize(
    ("target", "actual", "expected"),
    [
        ("明显提升", "有所提升", Status.PARTIAL),
        ("提升", "有所提升", Status.PARTIAL),
        ("有效改善", "改善", Status.PARTIAL),
        ("有效保障", "有一定保障", Status.PARTIAL),
        ("及时", "部分及时", Status.PARTIAL),
        ("显著增强", "显著增强", Status.COMPLETED),
        ("有所提升", "明显提升", Status.COMPLETED),
        ("开工建设", "暂未开工", Status.NOT_COMPLETED),
        ("不发生", "3起", Status.NOT_COMPLETED),
        ("不发生", "未发生", Status.COMPLETED),
    ],
)
def test_the_shipped_model_grades_the_plain_cases(target, actual, expected):
    (grade,) = grades((target, actual))
    assert grade.status is expected
    assert sum(grade.probabilities.values()) == pytest.approx(1)


def test_a_row_that_was_hard_to_read_is_less_sure_and_never_released():
    grader = Grader(
        model_id="m", classifier=None, temperature=1.0, rule_precision={}, certificates={Status.COMPLETED: 0.5}
    )
    clear, blurred = (
        Indicator(
            id="a", name="路灯", target="完成", actual="已完成", locator=Locator(document="-", legibility=legibility)
        )
        for legibility in (1.0, 0.5)
    )
    graded = grader.grade_with(analyze([clear, blurred]), np.array([probabilities(completed=0.9, partial=0.1)] * 2))
    assert [grade.confidence for grade in graded] == pytest.approx([0.9, 0.55])  # half of 0.9, and half of a fifth
    assert [grade.is_certified for grade in graded] == [True, False]
    assert sum(graded[1].probabilities.values()) == pytest.approx(1)


def test_no_rows_give_no_grades():
    assert load_grader().grade([]) == ()
