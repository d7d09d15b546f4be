import numpy as np
import pytest
from evaluation_rows import grade, row
from hypothesis import given
from hypothesis import strategies as st

from perfnlp.evaluation import evaluate_grading, measures
from perfnlp.evaluation.markdown import grading_markdown
from perfnlp.records import Kind, Status

# (true, given, also accepted): right are the first, the sixth and the last
EIGHT = (
    ("completed", "completed", ()),
    ("completed", "exceeded", ()),
    ("partial", "completed", ()),
    ("not_completed", "completed", ()),
    ("unclear", "completed", ()),
    ("unclear", "unclear", ()),
    ("exceeded", "partial", ()),
    ("partial", "not_completed", ("not_completed",)),
)


@pytest.fixture
def eight():
    rows = [row(true, accepted=accepted) for true, _, accepted in EIGHT]
    return rows, [grade(labelled, status) for labelled, (_, status, _) in zip(rows, EIGHT, strict=True)]


def report(*pairs):
    return evaluate_grading([labelled for labelled, _ in pairs], [graded for _, graded in pairs])


def test_figures_of_eight_rows_are_those_worked_out_by_hand(eight):
    figures = evaluate_grading(*eight).figures
    assert figures["accuracy"] == pytest.approx(3 / 8)
    # F1: completed 2x1/(2+4), not_completed 2x1/(2+1), unclear 2x1/(2+1), the other two 0
    assert figures["macro_f1"] == pytest.approx((1 / 3 + 2 / 3 + 2 / 3) / 5)
    # one step or more: rows 2 to 5, the unclear one counted as partial; two steps: row 4
    assert figures["over_crediting_rate"] == pytest.approx(4 / 8)
    assert figures["critical_error_rate"] == pytest.approx(1 / 8)
    # six ordered rows: squared steps 0+1+1+4+4+0 = 10, by chance 80/6
    assert figures["quadratic_weighted_kappa"] == pytest.approx(1 - 10 / (80 / 6))
    # all at confidence 0.9, 3 of 8 right
    assert figures["expected_calibration_error"] == pytest.approx(0.9 - 3 / 8)


def test_precision_recall_and_f1_of_a_status(eight):
    completed = evaluate_grading(*eight).by_status["completed"]
    assert completed == pytest.approx({"precision": 1 / 4, "recall": 1 / 2, "f1": 1 / 3, "n": 2})


def test_an_accepted_status_counts_as_the_true_one_in_the_confusion(eight):
    # exceeded, completed, partial, not_completed, unclear: true by given
    assert evaluate_grading(*eight).confusion == (
        (0, 0, 1, 0, 0),
        (1, 1, 0, 0, 0),
        (0, 1, 0, 0, 0),
        (0, 1, 0, 1, 0),
        (0, 1, 0, 0, 1),
    )


def test_kappa_is_none_where_all_rows_have_one_status():
    labelled = row("completed")
    assert report((labelled, grade(labelled, "completed"))).figures["quadratic_weighted_kappa"] is None


def test_risk_and_coverage_go_from_the_surest_row_down():
    labelled = row("completed")
    found = report(
        (labelled, grade(labelled, "completed", confidence=0.6)),
        (labelled, grade(labelled, "partial", confidence=0.8)),
        (labelled, grade(labelled, "completed", confidence=0.9)),
        (labelled, grade(labelled, "completed", confidence=0.7)),
    )
    # errors among the first 1, 2, 3, 4 rows: 0, 1/2, 1/3, 1/4
    assert found.figures["area_under_risk_coverage"] == pytest.approx((0 + 1 / 2 + 1 / 3 + 1 / 4) / 4)
    assert found.risk_at_coverage["0.5"] == pytest.approx(1 / 2)
    assert found.risk_at_coverage["1.0"] == pytest.approx(1 / 4)


def test_rows_of_equal_confidence_share_their_errors_whatever_their_order():
    forth = measures.risk_curve(np.array([True, False]), [0.9, 0.9])
    back = measures.risk_curve(np.array([False, True]), [0.9, 0.9])
    assert forth.tolist() == back.tolist() == [0.5, 0.5]


def test_degrees_count_as_exact_where_labelled_and_as_false_where_not():
    degrees = [(3, 3), (3, 2), (None, 1), (None, None), (None, None)]
    pairs = []
    for wanted, found in degrees:
        labelled = row("partial", degree_actual=wanted)
        pairs.append((labelled, grade(labelled, "partial", degree_actual=found)))
    figures = report(*pairs).figures
    assert figures["degree_actual_exact"] == pytest.approx(1 / 2)
    assert figures["degree_actual_false_positive_rate"] == pytest.approx(1 / 3)
    assert figures["degree_target_exact"] is None
    assert figures["degree_target_false_positive_rate"] == 0


def test_kind_accuracy_compares_label_and_analysis():
    right, wrong = row("partial"), row("partial", kind=Kind.QUANTITATIVE)
    assert report((right, grade(right, "partial")), (wrong, grade(wrong, "partial"))).figures["kind_accuracy"] == 0.5


def test_credit_error_hides_the_withheld_score_from_the_proposal():
    # two degrees below the target earn 0.70 under the default rubric; the report gave itself 6 of 10
    withheld = row("partial", points=10, self_score=6)
    # rows that do not count: all points given, no points told
    given, untold = row("partial", points=10, self_score=10), row("partial")
    silent = row("unclear", points=10, self_score=5)
    figures = report(
        (withheld, grade(withheld, "partial", degree_target=3, degree_actual=1)),
        (given, grade(given, "not_completed")),
        (untold, grade(untold, "not_completed")),
        (silent, grade(silent, "unclear")),
    ).figures
    assert figures["credit_error_where_withheld"] == pytest.approx(0.1)
    assert figures["share_with_credit_where_withheld"] == pytest.approx(1 / 2)


def test_only_rows_that_the_proposal_would_not_send_to_a_person_are_accepted():
    labelled, remarked = row("completed"), row("completed", points=10, self_score=5)
    figures = report(
        (labelled, grade(labelled, "completed", certified=True)),
        (labelled, grade(labelled, "exceeded", certified=True)),
        (labelled, grade(labelled, "completed", certified=False)),
        (remarked, grade(remarked, "completed", certified=True)),  # certified, but its own score is lower
    ).figures
    assert figures["coverage_without_review"] == pytest.approx(2 / 4)
    assert figures["precision_without_review"] == pytest.approx(1 / 2)


def test_families_are_whole_only_without_an_error():
    one, other = row("partial", family="f1", phenomenon="stage"), row("partial", family="f2", phenomenon="stage")
    lone = row("partial")
    families = report(
        (one, grade(one, "partial")),
        (one, grade(one, "partial")),
        (other, grade(other, "partial")),
        (other, grade(other, "completed")),
        (lone, grade(lone, "completed")),
    ).families
    assert families["stage"] == {"accuracy": 0.75, "n": 4, "whole": 0.5, "n_families": 2}
    assert families["all"] == families["stage"]


def test_slices_follow_the_rows_own_facts():
    hard = row("partial", is_hard=True, source="web", phenomenon="degree", level1="效益指标")
    easy = row("partial", source="web")
    slices = report((hard, grade(hard, "completed")), (easy, grade(easy, "partial"))).slices
    for name in ("difficulty: hard", "source and difficulty: web hard", "phenomenon: degree", "level 1: 效益指标"):
        assert slices[name] == {"accuracy": 0.0, "macro_f1": 0.0, "over_crediting_rate": 1.0, "n": 1}
    assert slices["source: web"]["accuracy"] == 0.5
    assert slices["kind: qualitative"]["n"] == 2


def test_one_document_leaves_nothing_to_draw_and_two_unlike_ones_everything():
    right, wrong = row("partial", doc="甲县"), row("partial", doc="乙县")
    same = report((right, grade(right, "partial")), (right, grade(right, "completed")))
    assert same.intervals["accuracy"] == (0.5, 0.5)
    both = report((right, grade(right, "partial")), (wrong, grade(wrong, "completed")))
    assert both.intervals["accuracy"] == (0, 1)
    assert both.intervals["over_crediting_rate"] == (0, 1)


statuses = st.sampled_from(list(Status))


@given(pairs=st.lists(st.tuples(statuses, statuses), min_size=1, max_size=30))
def test_measures_stay_in_their_ranges_and_right_answers_are_perfect(pairs):
    counts = measures.confusion_matrix([row(true) for true, _ in pairs], [given for _, given in pairs])
    assert counts.sum() == len(pairs)
    assert 0 <= measures.macro_f1(counts) <= 1
    assert measures.over_crediting_rate(counts, steps=2) <= measures.over_crediting_rate(counts)
    assert measures.accuracy(counts) + measures.over_crediting_rate(counts) <= 1 + 1e-9
    perfect = measures.confusion_matrix([row(true) for true, _ in pairs], [true for true, _ in pairs])
    assert measures.accuracy(perfect) == measures.macro_f1(perfect) == 1


def test_the_markdown_tells_every_figure(eight):
    shown = grading_markdown(evaluate_grading(*eight), n_errors=1)
    assert "| accuracy | 0.3750 | 0.375-0.375 |" in shown
    assert "| completed | 0.250 | 0.500 | 0.333 | 2 |" in shown
    assert shown.count("\n- ") == 1
