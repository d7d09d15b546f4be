import shutil
import tempfile
from decimal import Decimal
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from log_rows import do, records, session

from perfnlp.records import Action
from perfnlp.review.session import Look
from perfnlp.review.store import Store

ROWS = tuple(f"r{number}" for number in range(3))
rows = st.lists(st.sampled_from(ROWS), min_size=1, max_size=3, unique=True)
steps = st.one_of(
    st.tuples(st.sampled_from(["accept", "keep", "send_back", "defer"]), rows),
    st.tuples(st.just("tier"), rows, st.integers(1, 3)),
    st.tuples(st.just("score"), rows, st.decimals(0, 5, places=1)),
    st.tuples(st.just("comment"), st.sampled_from(ROWS)),
    st.tuples(st.just("undo")),
    st.tuples(st.sampled_from(["undo", "redo"])),
    st.tuples(st.just("kill")),
    st.tuples(st.just("run"), st.sets(st.sampled_from(ROWS))),
)
DECIDING = {Action.ACCEPT, Action.KEEP, Action.TIER, Action.SCORE, Action.SEND_BACK}


def replayed(entries, reviewer, changed_in):
    """Return row -> score and status that count, with presses of keys as a plain stack."""
    presses, undone = [], []
    for entry in entries:
        if entry.reviewer != reviewer:
            continue
        if entry.action is Action.UNDO:
            undone.append(presses.pop())
        elif entry.action is Action.REDO:
            presses.append(undone.pop())
        elif presses and presses[-1][0].group == entry.group:
            presses[-1].append(entry)
        else:
            presses.append([entry])
            undone = []
    state = {}
    for entry in (entry for press in presses for entry in press):
        if entry.action in DECIDING:
            state[entry.row_id] = entry
        elif entry.action is Action.DEFER:
            state.pop(entry.row_id, None)
    return {
        row_id: (entry.score, entry.status)
        for row_id, entry in state.items()
        if row_id in changed_in and entry.batch >= changed_in[row_id]
    }


def killed(store, folder):
    """Leave the store as a killed process does and open what is on the disk."""
    copy = folder / f"{len(list(folder.iterdir()))}.pfreview"
    for ending in ("", "-wal"):
        if Path(f"{store.path}{ending}").exists():
            shutil.copyfile(f"{store.path}{ending}", f"{copy}{ending}")
    store.close()
    return Store(copy)


def drafts(changed_in):
    return [{**one, "actual": f"第{changed_in[one['id']]}稿"} for one in records(3)]


def take(store, state, step):
    name, *arguments = step
    if name == "comment":
        do(store, state, state.comment(arguments[0], Look(comment="核过")))
    elif name in ("undo", "redo"):
        if entries := getattr(state, name)():
            do(store, state, entries)
    elif name == "score":
        do(store, state, state.score(arguments[0], Decimal(arguments[1])))
    else:
        do(store, state, getattr(state, name)(*arguments))


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.sampled_from(["甲", "乙"]), steps), min_size=5, max_size=25))
def test_any_actions_kills_and_new_runs_give_what_the_log_says(history):
    with tempfile.TemporaryDirectory() as name:
        store = Store(Path(name) / "rows.pfreview")
        batch, changed_in = 1, dict.fromkeys(ROWS, 1)
        store.add_run(drafts(changed_in), origin="made")
        states = {reviewer: session(store, reviewer) for reviewer in ("甲", "乙")}
        for reviewer, step in history:
            if step[0] == "kill":
                store = killed(store, Path(name))
                states = {reviewer: session(store, reviewer) for reviewer in states}
            elif step[0] == "run":
                batch += bool(step[1])
                changed_in |= dict.fromkeys(step[1], batch)
                store.add_run(drafts(changed_in), origin="made")
                states = {reviewer: session(store, reviewer) for reviewer in states}
            else:
                take(store, states[reviewer], step)
        entries, whole = store.entries(), store.verify().is_whole
        store.close()
    assert whole
    for reviewer, state in states.items():
        expected = replayed(entries, reviewer, changed_in)
        decided = {row_id: entry for row_id in ROWS if (entry := state.decided(row_id)) is not None}
        assert {row_id: (entry.score, entry.status) for row_id, entry in decided.items()} == expected
        assert state.progress().n_decided == len(expected)
        assert state.progress().decided == sum(score for score, _ in expected.values() if score is not None)
        assert sorted(state.visible()) == sorted(ROWS)
