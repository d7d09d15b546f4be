"""Fictional rows and entries of a log."""

from screen_rows import POLICY, record

from perfnlp.records import Action
from perfnlp.review.log import Entry, Ledger
from perfnlp.review.rows import record_digest
from perfnlp.review.session import Session


def records(count=4, **fields):
    return [record(f"r{number}", **fields) for number in range(count)]


def session(store, reviewer="甲", **options):
    return Session(store.rows(), Ledger(reviewer, store.entries()), POLICY, batch=store.batch(), **options)


def do(store, state, entries):
    """Write what a key made, as a desk does."""
    history = store.entries()
    written = store.append(entries, seen=history[-1].seq if history else 0)
    state.apply(written)
    return written


def comment(store, row, text, reviewer="甲"):
    return Entry(
        reviewer=reviewer,
        row_id=row.row_id,
        batch=store.batch(),
        action=Action.COMMENT,
        comment=text,
        record=record_digest(row.record),
    )
