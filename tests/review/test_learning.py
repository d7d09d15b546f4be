"""What `perfnlp train --add STORE` learns from a review."""

import dataclasses
from decimal import Decimal

from screen_rows import POLICY, record

from perfnlp.analysis import analyze
from perfnlp.cli.train import load_added
from perfnlp.corpus import DECISION_WEIGHT, load_corpus
from perfnlp.grading import load_grader
from perfnlp.review.log import Ledger
from perfnlp.review.session import Look, Session
from perfnlp.review.store import Store
from perfnlp.training import train

PHRASE = {"indicator": "长效帮扶机制", "target": "形成长效帮扶机制", "actual": "帮扶机制一直悬在空中"}


def reviewed(path, records, act):
    """Make a store of `records`, let `act` decide on a session, and return the store's path."""
    with Store(path) as store:
        rows = store.add_run(records, origin="test")
        session = Session(rows, Ledger("王审", ()), POLICY, batch=1)
        seen = 0
        for entries in act(session):
            written = store.append(entries, seen=seen)
            session.apply(written)
            seen = written[-1].seq
    return path


def test_decisions_of_a_person_are_learnt_and_bulk_acceptance_and_open_rows_are_not(tmp_path):
    def act(session):
        yield session.tier(["a"], 3)
        yield session.accept(["b"], Look(basis="bulk: 证书"))
        yield session.score(["c"], Decimal(4))
        yield session.defer(["d"])

    path = reviewed(tmp_path / "out.pfreview", [record(name, **PHRASE) for name in "abcd"], act)
    learnt = load_added([path])
    assert [(row.indicator.id, row.status.value) for row in learnt] == [("a", "not_completed"), ("c", "completed")]
    assert {(row.source, row.weight) for row in learnt} == {("decision", DECISION_WEIGHT)}


def test_a_corrected_phrase_is_graded_as_decided_after_training_with_the_store(tmp_path, corpus):
    rows = [row for row in load_corpus(corpus) if row.source == "web" and row.split == "development"][:300]
    path = reviewed(tmp_path / "out.pfreview", [record("a", **PHRASE)], lambda session: [session.tier(["a"], 3)])
    train([*rows, *load_added([path])], tmp_path / "model")
    new = dataclasses.replace(load_added([path])[0].indicator, id="0" * 16)
    (grade,) = load_grader(tmp_path / "model").grade(analyze([new]))
    assert grade.status.value == "not_completed"
