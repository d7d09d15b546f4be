from decimal import Decimal

import pytest
from log_rows import do, records, session
from screen_rows import SURE, record

from perfnlp.errors import ReviewError
from perfnlp.records import Action, Status
from perfnlp.review.log import Entry, Ledger
from perfnlp.review.session import Look
from perfnlp.review.store import Store
from perfnlp.review.views import Filter, Order


@pytest.fixture
def make(tmp_path):
    """Return a function that gives a store of these rows and a session on it."""
    opened = []

    def made(*rows, **options):
        opened.append(Store(tmp_path / f"{len(opened)}.pfreview"))
        opened[-1].add_run(rows or records(), origin="made")
        return opened[-1], session(opened[-1], **options)

    yield made
    for store in opened:
        store.close()


def points(state, row_id):
    entry = state.decided(row_id)
    return entry and entry.score


def test_undo_gives_the_earlier_decision_back_and_redo_the_later(make):
    store, state = make()
    do(store, state, state.accept(["r0"]))
    do(store, state, state.keep(["r0"]))
    assert points(state, "r0") == Decimal(5)
    do(store, state, state.undo())
    assert points(state, "r0") == Decimal("3.5")
    do(store, state, state.redo())
    assert points(state, "r0") == Decimal(5)
    do(store, state, state.undo())
    do(store, state, state.undo())
    assert points(state, "r0") is None
    assert state.undo() == ()
    assert len(store.entries()) == 6


def test_what_one_key_decided_is_undone_as_one_in_a_later_session(make):
    store, state = make()
    do(store, state, state.send_back(["r3"]))
    do(store, state, state.accept(["r0", "r1", "r2"]))
    later = session(store)
    do(store, later, later.undo())
    assert [later.decided(row_id) is None for row_id in ("r0", "r1", "r2", "r3")] == [True, True, True, False]
    latest = session(store)
    do(store, latest, latest.redo())
    assert latest.progress().n_decided == 4


def test_a_new_decision_ends_what_could_be_redone(make):
    store, state = make()
    do(store, state, state.accept(["r0"]))
    do(store, state, state.undo())
    do(store, state, state.keep(["r1"]))
    assert state.redo() == ()


def test_a_log_that_undoes_what_was_not_done_is_refused():
    undo = Entry(seq=1, reviewer="甲", row_id="r0", action=Action.UNDO, undoes=7)
    with pytest.raises(ReviewError, match="entry 1 of '甲'"):
        Ledger("甲", [undo])


def test_deferred_rows_come_last_and_are_open(make):
    store, state = make()
    assert state.visible() == ("r0", "r1", "r2", "r3")
    do(store, state, state.defer(["r0"]))
    assert state.visible() == ("r1", "r2", "r3", "r0")
    assert state.next_open(state.visible(), "r3") == "r0"
    do(store, state, state.accept(["r0"]))
    assert state.visible() == ("r0", "r1", "r2", "r3")


def test_next_open_goes_round_and_ends(make):
    store, state = make()
    do(store, state, state.accept(["r2", "r3"]))
    shown = state.visible()
    assert [state.next_open(shown, row_id) for row_id in (None, "r0", "r1", "r3")] == ["r0", "r1", "r0", "r0"]
    do(store, state, state.accept(["r0", "r1"]))
    assert state.next_open(shown, "r0") is None


def test_points_at_stake_come_first(make):
    # doubts in points: 5 * 0.5 = 2.5; 20 * 0.1 = 2; 4 * 0.9 = 3.6; without points 1 * 0.8
    doubts = ((5, 0.5), (20, 0.9), (4, 0.1), (None, 0.2))
    _, state = make(*(record(str(n), points=points, confidence=sure) for n, (points, sure) in enumerate(doubts)))
    assert state.visible() == ("2", "0", "1", "3")
    state.order = Order.CONFIDENCE
    assert state.visible() == ("2", "3", "0", "1")
    state.order = Order.DOCUMENT
    assert state.visible() == ("0", "1", "2", "3")


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Filter(status=Status.COMPLETED), ("b",)),
        (Filter(gap=Decimal("1.5")), ("a",)),
        (Filter(gap=Decimal("1.6")), ()),
        (Filter(confidence=0.5), ("a",)),
        (Filter(needs_review=False), ("b",)),
        (Filter(text="培 训"), ("b",)),
        (Filter(is_open=False), ("b",)),
        (Filter(document="桐岭县.txt", section="一、产出"), ("a", "b")),
    ],
)
def test_filters(make, wanted, found):
    store, state = make(record("a"), record("b", indicator="培训期数", **SURE))
    do(store, state, state.accept(["b"]))
    state.filter = wanted
    assert state.visible() == found


def test_rows_that_say_the_same_are_found_and_rows_that_say_nothing_are_not(make):
    same = {"target": "显著提升", "actual": "显著 提升"}
    silent = {"target": None, "actual": None}
    _, state = make(record("a", **same), record("b", **same), record("c"), record("d", **silent), record("e", **silent))
    assert state.alike("b") == ("b", "a")
    assert state.alike("d") == ("d",)


def test_bulk_leaves_out_what_the_reviewer_has_touched(make):
    sure = [record(f"s{n}", **SURE) for n in range(4)]
    store, state = make(*sure, record("doubtful"), record("no tier", **{**SURE, "tier": None}))
    do(store, state, state.defer(["s0"]))
    do(store, state, state.keep(["s1"]))
    assert state.in_bulk() == ("s2", "s3")
    store.add_run([*sure[:1], record("s1", **SURE, actual="改写"), *sure[2:]], origin="corrected")
    assert session(store).in_bulk() == ("s2", "s3")


def test_an_audited_row_is_hidden_until_decided_and_that_is_kept(make):
    store, state = make(record("a", **SURE), audit=1.0)
    assert state.is_hidden("a")
    assert state.in_bulk() == ()
    assert not do(store, state, state.tier(["a"], 1))[0].saw_proposal
    assert not state.is_hidden("a")
    do(store, state, state.undo())
    assert do(store, state, state.tier(["a"], 2))[0].saw_proposal


@pytest.mark.parametrize(
    ("act", "status", "tier", "score"),
    [
        pytest.param(lambda state: state.accept(["a"]), "exceeded", "达成", "5", id="accepted"),
        pytest.param(lambda state: state.tier(["a"], 1), "exceeded", "达成", "5", id="same tier"),
        pytest.param(lambda state: state.keep(["a"]), "exceeded", "达成", "5", id="same score"),
        pytest.param(lambda state: state.tier(["a"], 2), "partial", "部分达成", "3.5", id="lower tier"),
        pytest.param(lambda state: state.score(["a"], Decimal(1)), "not_completed", "未达成", "1", id="lower score"),
        pytest.param(lambda state: state.send_back(["a"]), "unclear", None, None, id="sent back"),
    ],
)
def test_who_comes_to_what_is_proposed_judges_as_proposed(make, act, status, tier, score):
    _, state = make(record("a", **{**SURE, "status": "exceeded"}))
    (entry,) = act(state)
    assert (entry.status, entry.tier, entry.score) == (status, tier, None if score is None else Decimal(score))


@pytest.mark.parametrize("score", ["-0.1", "5.1", "4.1", "NaN", "Infinity"])
def test_a_score_outside_of_the_points_or_above_the_own_one_is_refused(make, score):
    _, state = make(record("a", self_score=4))
    with pytest.raises(ReviewError, match="得分"):
        state.score(["a"], Decimal(score))


def test_a_tier_never_gives_more_than_the_report_gave_itself(make):
    _, state = make(record("a", self_score=2))
    assert state.tier(["a"], 1)[0].score == Decimal(2)


def test_progress_counts_points_and_time(make):
    store, state = make()
    assert state.progress().seconds_left is None
    for row_id, seconds in (("r0", 4.0), ("r1", 10.0), ("r2", 6.0)):
        do(store, state, state.accept([row_id], Look(seconds=seconds)))
    found = state.progress()
    assert (found.n_decided, found.n_rows) == (3, 4)
    assert (found.own, found.proposed, found.decided) == (Decimal(20), Decimal(14), Decimal("10.5"))
    assert found.seconds_left == 6.0
