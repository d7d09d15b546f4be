import sqlite3
from contextlib import closing
from decimal import Decimal

import pytest
from log_rows import comment, do, records, session
from screen_rows import record

from perfnlp.errors import ReviewError, StaleReviewError
from perfnlp.review.log import FIRST, Ledger
from perfnlp.review.store import Store


@pytest.fixture
def path(tmp_path):
    return tmp_path / "rows.pfreview"


@pytest.fixture
def filled(path):
    """Return the path of a closed store of four rows and four entries."""
    with Store(path) as store:
        store.add_run(records(), origin="made")
        state = session(store)
        do(store, state, state.accept(["r0"]))
        do(store, state, state.keep(["r1"]))
        do(store, state, state.accept(["r2", "r3"]))
    return path


def sql(path, *statements):
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


def without_guards(path, *statements):
    """Change a store as somebody would who knows SQLite."""
    triggers = [f"{table}_{action}" for table in ("runs", "rows", "entries") for action in ("UPDATE", "DELETE")]
    sql(path, *(f"DROP TRIGGER {name}" for name in (*triggers, "entries_REPLACE")), *statements)


def verify(path):
    with Store(path) as store:
        return store.verify()


def test_a_closed_store_is_one_file_that_holds_all(filled):
    assert [file.name for file in filled.parent.iterdir()] == ["rows.pfreview"]
    with Store(filled) as store:
        assert [row.row_id for row in store.rows()] == ["r0", "r1", "r2", "r3"]
        assert [entry.seq for entry in store.entries()] == [1, 2, 3, 4]
        assert [entry.group for entry in store.entries()] == [1, 2, 3, 3]
        assert [entry.seq for entry in store.entries(after=2)] == [3, 4]


def test_what_was_not_touched_is_found_whole(filled):
    found = verify(filled)
    assert found.is_whole
    assert (found.n_entries, found.changed_runs, found.strange_entries) == (4, (), ())
    with Store(filled) as store:
        assert found.last == store.entries()[-1].digest
    assert found.last in found.describe()


def test_an_empty_store_is_whole(path):
    assert verify(path).is_whole
    assert verify(path).last == FIRST


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entries SET entry = '{}' WHERE seq = 1",
        "DELETE FROM entries WHERE seq = 4",
        "INSERT OR REPLACE INTO entries SELECT 1, entry FROM entries WHERE seq = 2",
        "UPDATE rows SET record = '{}'",
        "DELETE FROM rows WHERE position = 0",
        "UPDATE runs SET origin = 'other'",
        "DELETE FROM runs",
    ],
)
def test_what_is_written_stays(filled, statement):
    with pytest.raises(sqlite3.IntegrityError, match="what is written stays"):
        sql(filled, statement)
    assert verify(filled).is_whole


@pytest.mark.parametrize(
    ("statements", "broken_at"),
    [
        pytest.param(["UPDATE entries SET entry = replace(entry, '3.5', '5.0') WHERE seq = 1"], 1, id="a score"),
        pytest.param(["UPDATE entries SET entry = replace(entry, '甲', '乙') WHERE seq = 3"], 3, id="a reviewer"),
        pytest.param(["UPDATE entries SET entry = 'x' WHERE seq = 2"], 2, id="no entry at all"),
        pytest.param(["DELETE FROM entries WHERE seq = 2"], 2, id="one taken out"),
        pytest.param(["DELETE FROM entries WHERE seq = 4"], 4, id="the last taken out"),
        pytest.param(["DELETE FROM entries"], 1, id="all taken out"),
        pytest.param(
            [
                "UPDATE entries SET seq = 9 WHERE seq = 1",
                "UPDATE entries SET seq = 1 WHERE seq = 2",
                "UPDATE entries SET seq = 2 WHERE seq = 9",
            ],
            1,
            id="two changed places",
        ),
        pytest.param(["INSERT INTO entries SELECT 5, entry FROM entries WHERE seq = 2"], 5, id="one put in again"),
    ],
)
def test_a_changed_log_is_seen_and_not_used(filled, statements, broken_at):
    without_guards(filled, *statements)
    found = verify(filled)
    assert found.broken_at == broken_at
    assert f"第{broken_at}条断开" in found.describe()
    with Store(filled) as store, pytest.raises(ReviewError, match="recover"):
        store.entries()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE rows SET record = replace(record, '\"points\": 5', '\"points\": 9') WHERE position = 1",
        "UPDATE rows SET changed_in = 0 WHERE position = 1",
        "UPDATE rows SET row_id = 'r9' WHERE position = 1",
        "DELETE FROM rows WHERE position = 3",
        "UPDATE runs SET origin = 'other'",
    ],
)
def test_a_changed_run_is_seen_and_not_shown(filled, statement):
    without_guards(filled, statement)
    found = verify(filled)
    assert found.changed_runs == (1,)
    assert "第1次导入的行被改动" in found.describe()
    with Store(filled) as store, pytest.raises(ReviewError, match="run 1"):
        store.rows()


def test_a_decision_about_a_text_that_the_store_never_showed_is_seen(path):
    with Store(path) as store:
        (row, *_) = store.add_run(records(), origin="made")
        store.append([comment(store, row, "看过")], seen=0)
        store.append([comment(store, record_row(row), "没见过")], seen=1)
        assert store.verify().strange_entries == (2,)


def record_row(row):
    return type(row)(row_id=row.row_id, position=0, record={**row.record, "actual": "另一句话"})


def test_two_windows_of_one_reviewer_do_not_decide_past_each_other(filled):
    with Store(filled) as one, Store(filled) as other:
        first, second = session(one), session(other)
        one.append(first.keep(["r0"]), seen=4)
        with pytest.raises(StaleReviewError, match="another window"):
            other.append(second.accept(["r0"]), seen=4)
        assert len(other.entries()) == 5
        other.append(second.accept(["r0"]), seen=5)


def test_another_reviewers_decisions_do_not_stand_in_the_way(filled):
    with Store(filled) as store:
        store.append(session(store, "乙").keep(["r0"]), seen=4)
        (written,) = store.append(session(store).keep(["r0"]), seen=4)
        assert written.seq == 6
        assert store.verify().is_whole


def test_the_same_records_again_are_no_new_run(filled):
    with Store(filled) as store:
        store.add_run(records(), origin="again")
        assert store.batch() == 1


def test_a_new_run_with_the_same_texts_keeps_the_decisions(filled):
    with Store(filled) as store:
        rows = store.add_run([*records(confidence=0.7), record("new")], origin="newer model")
        state = session(store)
        assert [row.record["confidence"] for row in rows[:4]] == [0.7] * 4
        assert [state.decided(row.row_id) is not None for row in rows] == [True, True, True, True, False]
        assert store.verify().is_whole


def test_a_changed_text_must_be_decided_again_and_keeps_its_history(filled):
    with Store(filled) as store:
        rows = store.add_run([record("r0", actual="改写后的完成情况"), *records()[1:]], origin="corrected report")
        state = session(store)
        assert (rows[0].changed_in, rows[0].was["actual"]) == (2, "完成r0")
        assert state.decided("r0") is None
        assert len(state.ledger.history("r0")) == 1
        assert state.decided("r1") is not None
        do(store, state, state.tier(["r0"], 2))
        assert session(store).decided("r0").score == Decimal("3.5")


def test_a_vanished_row_keeps_its_history_and_its_decision_when_it_comes_back(filled):
    with Store(filled) as store:
        rows = store.add_run(records()[1:], origin="shorter report")
        assert [row.row_id for row in rows] == ["r1", "r2", "r3"]
        assert len(Ledger("甲", store.entries()).history("r0")) == 1
        store.add_run(records(), origin="first report again")
        assert session(store).decided("r0").score == Decimal("3.5")


def test_a_row_with_a_new_id_is_known_by_its_place_and_texts(filled):
    with Store(filled) as store:
        moved = {**records()[0], "id": "other"}
        rows = store.add_run([moved, *records()[1:]], origin="another reader")
        assert rows[0].row_id == "r0"
        assert session(store).decided("r0") is not None


def test_of_two_rows_of_one_name_the_one_still_there_goes_on(path):
    gone, stays, rewritten = (record(i, indicator="培训", target=t) for i, t in (("g", "甲"), ("s", "乙"), ("n", "丙")))
    with Store(path) as store:
        store.add_run([gone, stays], origin="1")
        store.add_run([stays], origin="2")
        (row,) = store.add_run([rewritten], origin="3")
        assert (row.row_id, row.was["target"]) == ("s", "乙")


@pytest.mark.parametrize(
    ("content", "match"),
    [
        pytest.param(b"not a database at all, but long enough to have a header" * 9, "no review store", id="text"),
        pytest.param(b"PK\x03\x04", "no review store", id="four bytes of an archive"),
    ],
)
def test_a_file_that_is_no_store_is_refused(path, content, match):
    path.write_bytes(content)
    with pytest.raises(ReviewError, match=match):
        Store(path)
    assert path.read_bytes() == content


def test_another_programs_database_is_refused_and_left_alone(path):
    sql(path, "CREATE TABLE theirs (x)")
    before = path.read_bytes()
    with pytest.raises(ReviewError, match="no review store"):
        Store(path)
    assert path.read_bytes() == before


def test_a_folder_and_a_missing_folder_are_refused(tmp_path):
    with pytest.raises(ReviewError, match="cannot use"):
        Store(tmp_path)
    with pytest.raises(ReviewError, match="cannot use"):
        Store(tmp_path / "missing" / "rows.pfreview")


def test_a_store_of_another_version_is_refused(filled):
    sql(filled, "PRAGMA user_version = 99")
    with pytest.raises(ReviewError, match="another version"):
        Store(filled)


def test_a_failed_write_leaves_the_store_usable(filled):
    with Store(filled) as store:
        state = session(store)
        store._connection.execute("PRAGMA query_only = ON")  # noqa: SLF001  as on a full or read-only disk
        with pytest.raises(ReviewError, match="cannot use"):
            store.append(state.keep(["r0"]), seen=4)
        store._connection.execute("PRAGMA query_only = OFF")  # noqa: SLF001
        assert len(store.append(state.keep(["r0"]), seen=4)) == 1
