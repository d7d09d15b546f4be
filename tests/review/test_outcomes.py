from decimal import Decimal

import pytest
from log_rows import do, records, session
from screen_rows import record

from perfnlp.review.outcomes import ADJUDICATION, ADOPTED, final
from perfnlp.review.session import Look
from perfnlp.review.store import Store


@pytest.fixture
def store(tmp_path):
    with Store(tmp_path / "rows.pfreview") as opened:
        opened.add_run(records(1), origin="made")
        yield opened


def decide(store, name, tier, basis=""):
    state = session(store, name)
    do(store, state, state.tier(["r0"], tier, Look(basis=basis)))


def outcome(store):
    found = final(store.rows(), store.entries())["r0"]
    return found.decision and found.decision.score, found.is_disputed, found.reviewers


def test_a_row_that_nobody_decided_is_open(store):
    assert outcome(store) == (None, False, ())


def test_the_only_reviewers_decision_counts(store):
    decide(store, "甲", 2)
    assert outcome(store) == (Decimal("3.5"), False, ("甲",))


def test_reviewers_who_agree_decide_together(store):
    decide(store, "甲", 2)
    state = session(store, "乙")
    do(store, state, state.score(["r0"], Decimal("3.50")))
    assert outcome(store) == (Decimal("3.5"), False, ("甲", "乙"))


def test_reviewers_who_differ_leave_the_row_open(store):
    decide(store, "甲", 2)
    decide(store, "乙", 1)
    assert outcome(store) == (None, True, ("甲", "乙"))


@pytest.mark.parametrize("basis", [ADJUDICATION, f"{ADOPTED}甲"])
def test_the_adjudicator_settles_a_dispute_and_is_named(store, basis):
    decide(store, "甲", 2)
    decide(store, "乙", 1)
    decide(store, "组长", 3, basis)
    assert outcome(store) == (Decimal("1.5"), False, ("组长",))
    decide(store, "乙", 2)
    assert outcome(store) == (Decimal("1.5"), False, ("组长",))


def test_a_third_reviewer_is_no_adjudicator(store):
    for name, tier in (("甲", 2), ("乙", 1), ("丙", 1)):
        decide(store, name, tier)
    assert outcome(store) == (None, True, ("甲", "乙", "丙"))


def test_the_latest_adjudicator_counts(store):
    decide(store, "组长", 3, ADJUDICATION)
    decide(store, "局长", 2, ADJUDICATION)
    assert outcome(store) == (Decimal("3.5"), False, ("局长",))


def test_an_undone_adjudication_opens_the_dispute_again(store):
    decide(store, "甲", 2)
    decide(store, "乙", 1)
    decide(store, "组长", 3, ADJUDICATION)
    state = session(store, "组长")
    do(store, state, state.undo())
    assert outcome(store) == (None, True, ("甲", "乙"))


def test_a_decision_about_a_text_that_changed_does_not_count(store):
    decide(store, "甲", 2)
    store.add_run([record("r0", actual="改写")], origin="made")
    assert outcome(store) == (None, False, ())
