from decimal import Decimal

import pytest
from log_rows import do, records, session
from screen_rows import record

from perfnlp.records import Status
from perfnlp.review.agreement import MACHINE, Judged, agreements, measure
from perfnlp.review.outcomes import ADJUDICATION
from perfnlp.review.session import Look
from perfnlp.review.store import Store

C, P, N, U = Status.COMPLETED, Status.PARTIAL, Status.NOT_COMPLETED, Status.UNCLEAR


def judged(*statuses, documents=3, scores=(Decimal(5), Decimal(5))):
    return [
        Judged(row_id=f"r{n}", document=f"{n % documents}号", tier="达成", statuses=pair, scores=scores)
        for n, pair in enumerate(statuses)
    ]


def test_kappa_of_a_table_worked_out_by_hand():
    # 20 both C, 5 C/P, 10 P/C, 15 both P: agree 35/50 = 0.7; chance (25*30 + 25*20)/2500 = 0.5; kappa 0.2/0.5
    found = measure(
        judged(*[(C, C)] * 20, *[(C, P)] * 5, *[(P, C)] * 10, *[(P, P)] * 15, documents=10), judges=("甲", "乙")
    )
    assert found.same_status.value == pytest.approx(0.7)
    assert found.kappa.value == pytest.approx(0.4)
    assert found.ordered_kappa.value == pytest.approx(0.4)
    assert found.kappa.low < 0.4 < found.kappa.high
    assert (found.n_rows, found.n_documents, len(found.disagreed)) == (50, 10, 15)
    assert found.by_tier == {"达成": (50, pytest.approx(0.7))}


def test_quadratic_weights_count_the_distance_and_leave_the_unclear_out():
    # over N P C: pairs NN PP CC NC; squared distances seen 4/4 = 1; by chance, marginals (2,1,1) and (1,1,2):
    # (2*1*1 + 2*2*4 + 1*1*1 + 1*2*1 + 1*1*4 + 1*1*1)/16 = 26/16; 1 - 16/26
    found = measure(judged((N, N), (P, P), (C, C), (N, C), (U, C)), judges=("甲", "乙"))
    assert found.ordered_kappa.value == pytest.approx(1 - 16 / 26)
    assert found.same_status.value == pytest.approx(0.6)


def test_judges_who_know_one_status_only_have_no_kappa():
    found = measure(judged((C, C), (C, C), (C, C)), judges=("甲", "乙"))
    assert (found.same_status.value, found.kappa.value, found.ordered_kappa.value) == (1.0, None, None)
    assert "无法计算" in found.kappa.remark


def test_two_judges_who_never_meet_have_a_kappa_of_zero():
    assert measure(judged((C, P), (C, P)), judges=("甲", "乙")).kappa.value == 0


def test_one_document_gives_no_interval():
    found = measure(judged((C, C), (P, P), documents=1), judges=("甲", "乙"))
    assert (found.kappa.value, found.kappa.low) == (1.0, None)
    assert found.kappa.remark == "报告份数太少，不能估计区间。"


def test_score_difference_is_the_mean_over_rows_with_two_scores():
    rows = [
        *judged((C, P), scores=(Decimal(5), Decimal("3.5"))),
        *judged((P, C), scores=(Decimal(4), Decimal("4.5"))),
        *judged((C, C), scores=(None, None)),
    ]
    found = measure(rows, judges=("甲", "乙"))
    assert (found.score_difference, found.n_higher) == (Decimal(1), 1)


@pytest.fixture
def store(tmp_path):
    with Store(tmp_path / "rows.pfreview") as opened:
        yield opened


def test_every_two_reviewers_are_compared_on_the_rows_that_both_decided(store):
    store.add_run(records(), origin="made")
    one, other = session(store, "甲"), session(store, "乙")
    do(store, one, one.tier(["r0", "r1", "r2"], 1))
    do(store, other, other.tier(["r1", "r2", "r3"], 1))
    do(store, other, other.tier(["r2"], 3))
    (found,) = agreements(store.rows(), store.entries())
    assert (found.judges, found.n_rows, found.disagreed) == (("乙", "甲"), 2, ("r2",))
    assert found.same_status.value == 0.5


def test_an_adjudication_is_no_judgement_of_its_own(store):
    store.add_run(records(), origin="made")
    for name, tier in (("甲", 1), ("乙", 3)):
        state = session(store, name)
        do(store, state, state.tier(["r0"], tier))
    state = session(store, "组长")
    do(store, state, state.tier(["r0"], 1, Look(basis=ADJUDICATION)))
    assert [found.judges for found in agreements(store.rows(), store.entries())] == [("乙", "甲")]


def test_the_machine_is_judged_by_what_was_decided_without_seeing_it(store):
    sure = {"needs_review": False, "status": "completed", "tier": "达成", "proposed_score": 5}
    store.add_run([record("a", **sure), record("b", **sure), record("c")], origin="made")
    state = session(store, audit=1.0)
    assert state.audited == {"a", "b"}
    do(store, state, state.tier(["a"], 1))
    do(store, state, state.tier(["b"], 2))
    do(store, state, state.tier(["c"], 1))
    (found,) = agreements(store.rows(), store.entries())
    assert (found.judges, found.n_rows) == ((MACHINE, "甲"), 2)
    assert (found.same_status.value, found.n_higher, found.disagreed) == (0.5, 1, ("b",))


def test_a_row_decided_again_after_its_proposal_was_shown_tells_nothing_of_the_machine(store):
    store.add_run([record("a", needs_review=False)], origin="made")
    state = session(store, audit=1.0)
    do(store, state, state.tier(["a"], 1))
    do(store, state, state.undo())
    do(store, state, state.tier(["a"], 2))
    assert agreements(store.rows(), store.entries()) == ()
