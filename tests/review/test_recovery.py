import random
import shutil

import pytest
from log_rows import comment, do, records, session

from perfnlp.errors import ReviewError
from perfnlp.review.recovery import recover
from perfnlp.review.store import Store

LONG = "与单位核对台账，" * 700  # longer than a page


@pytest.fixture(scope="module")
def original(tmp_path_factory):
    """Return a store of two runs and 45 entries, one of them long, and what it holds."""
    path = tmp_path_factory.mktemp("original") / "rows.pfreview"
    with Store(path) as store:
        store.add_run(records(24), origin="first")
        rows = store.add_run(records(25, confidence=0.7), origin="second")
        state = session(store)
        for row in rows:
            do(store, state, state.keep([row.row_id]))
        store.append([comment(store, rows[0], LONG)], seen=25)
        for row in rows[:19]:
            store.append([comment(store, row, "复看")], seen=len(store.entries()))
        return path, store.entries(), store.rows()


def damaged(original, folder, change):
    """Write the store at `original` to `folder` as `change` leaves it."""
    path = folder / f"{len(list(folder.iterdir()))}.pfreview"
    path.write_bytes(change(bytearray(original.read_bytes())))
    return path


def read(path):
    """Return entries and rows as a review would get them, None if it is told that they cannot be had."""
    try:
        with Store(path) as store:
            return store.entries(), store.rows()
    except ReviewError:
        return None


def saved_of(path, original):
    """Recover the store at `path`; whatever is saved must be as it was, and what is not must be said."""
    _, entries, _ = original
    before = path.read_bytes()
    saved = recover(path)
    assert path.read_bytes() == before
    with Store(saved.path) as store:
        found, checked = store.entries(), store.verify()
        rows = {row.row_id: row.record for row in store.rows()}
    assert found == entries[: saved.n_entries]
    assert (checked.broken_at, checked.changed_runs, checked.damage) == (None, (), "")
    assert rows.items() <= {record["id"]: record for record in records(25, confidence=0.7)}.items() or rows == {
        record["id"]: record for record in records(24) if record["id"] in rows
    }
    if saved.n_entries < len(entries):
        assert f"找回前{saved.n_entries}条记录" in saved.report
        assert "此后的记录如有则已丢失" in saved.report
    return saved


def test_a_whole_store_is_recovered_whole(original, tmp_path):
    saved = saved_of(damaged(original[0], tmp_path, bytes), original)
    assert (saved.n_entries, saved.n_rows, saved.n_lost_rows, saved.n_stray) == (45, 49, 0, 0)
    assert saved.is_complete
    assert saved.report == "文件完好：45条记录、49行都已写入新文件，没有丢失。"


def test_a_store_cut_anywhere_says_so_and_gives_what_is_whole(original, tmp_path):
    size = original[0].stat().st_size
    counts = []
    for place in range(60):
        length = size * place // 60
        cut = damaged(original[0], tmp_path, lambda data, length=length: data[:length])
        assert read(cut) in (None, ((), ())), length  # an empty file is an empty store
        saved = saved_of(cut, original)
        assert not saved.is_complete
        counts.append(saved.n_entries)
    assert counts == sorted(counts)
    assert counts[-1] > 30


def test_a_store_that_ends_within_a_page_is_refused(original, tmp_path):
    with pytest.raises(ReviewError, match="ends in the middle of a page"):
        Store(damaged(original[0], tmp_path, lambda data: data[:-1]))


def test_changed_bytes_are_never_taken_for_what_was_written(original, tmp_path):
    path, entries, rows = original
    dice = random.Random(5)  # noqa: S311  repeatable
    size = path.stat().st_size
    told = 0
    for _ in range(40):
        at, bit = dice.randrange(size), 1 << dice.randrange(8)

        def flip(data, at=at, bit=bit):
            data[at] ^= bit
            return data

        bad = damaged(path, tmp_path, flip)
        found = read(bad)
        told += found is None
        assert found in (None, (entries, rows)), at
        saved = saved_of(bad, original)
        assert found is None or saved.n_entries == len(entries), at
    assert told > 10


def test_a_lost_root_of_a_table_does_not_take_the_decisions_along(original, tmp_path):
    def without_second_to_fifth_page(data):
        data[4096 : 5 * 4096] = bytes(4 * 4096)
        return data

    saved = saved_of(damaged(original[0], tmp_path, without_second_to_fifth_page), original)
    assert saved.n_entries >= 25  # the long one behind them spreads over pages that only the table knows
    assert "请重新导入原报告" in saved.report


def test_entries_that_only_the_write_ahead_log_holds_are_saved(original, tmp_path):
    path = tmp_path / "killed.pfreview"
    shutil.copyfile(original[0], path)
    with Store(path) as store:
        rows = store.rows()
        store.append([comment(store, rows[0], "未及并入")], seen=45)
        killed = tmp_path / "copy.pfreview"
        for ending in ("", "-wal"):
            shutil.copyfile(f"{path}{ending}", f"{killed}{ending}")
    saved = recover(killed)
    assert (saved.n_entries, saved.is_complete) == (46, True)


def test_an_earlier_recovery_is_not_overwritten(original, tmp_path):
    path = damaged(original[0], tmp_path, bytes)
    recover(path)
    with pytest.raises(ReviewError, match="there already"):
        recover(path)


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(ReviewError, match="No such file"):
        recover(tmp_path / "none.pfreview")
