"""The review store: one SQLite file that holds the rows of every annotation run and the log of decisions.

A decision is on disk when `append` returns (write-ahead log, synchronous full). Entries
can be added, never changed: triggers refuse it, and the hash chain shows what goes
around them. Several processes may use one store.
"""

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from perfnlp.annotation import Record
from perfnlp.errors import ReviewError, StaleReviewError
from perfnlp.review.log import Entry, chain, first_broken, from_plain, plain
from perfnlp.review.rows import Row, match_rows, record_digest

SUFFIX = ".pfreview"
_APPLICATION = 0x70667276  # "pfrv" in the file's header
_VERSION = 1
_WAIT = 30.0  # seconds that a process waits for another one's write
_SCHEMA = (
    "CREATE TABLE runs (batch INTEGER PRIMARY KEY, at TEXT NOT NULL, origin TEXT NOT NULL, sha256 TEXT NOT NULL)",
    """CREATE TABLE rows (
        batch INTEGER NOT NULL, position INTEGER NOT NULL, row_id TEXT NOT NULL, changed_in INTEGER NOT NULL,
        record TEXT NOT NULL, was TEXT, PRIMARY KEY (batch, position)
    ) WITHOUT ROWID""",
    "CREATE TABLE entries (seq INTEGER PRIMARY KEY, reviewer TEXT NOT NULL, entry TEXT NOT NULL)",
    "CREATE INDEX rows_by_id ON rows (row_id, batch)",
    "CREATE TRIGGER entries_stay BEFORE UPDATE ON entries BEGIN SELECT RAISE(ABORT, 'entries stay'); END",
    "CREATE TRIGGER entries_remain BEFORE DELETE ON entries BEGIN SELECT RAISE(ABORT, 'entries stay'); END",
    f"PRAGMA application_id = {_APPLICATION}",
    f"PRAGMA user_version = {_VERSION}",
)


class Store:
    """An open review store; a context manager that leaves one whole file behind."""

    def __init__(self, path: Path) -> None:
        """Open the store at `path`, or make an empty one there.

        Raises:
            ReviewError: the file is no store, of another version, damaged or not to be written.
        """
        self.path = path
        is_new = not path.exists() or path.stat().st_size == 0
        with self._explained():
            self._connection = sqlite3.connect(path, timeout=_WAIT, isolation_level=None)
        try:
            with self._explained():
                self._prepare(is_new=is_new)
        except BaseException:
            self._connection.close()
            raise

    def __enter__(self) -> Self:
        """Return the store itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the store."""
        self.close()

    def close(self) -> None:
        """Fold the write-ahead log into the one file and let go of it."""
        self._connection.close()

    def add_run(self, records: Sequence[Record], *, origin: str) -> tuple[Row, ...]:
        """Make `records` the rows under review and return them; the same records again change nothing.

        Args:
            records: annotation records, each `id` once.
            origin: where they come from, as the user named it.
        """
        sha256 = _sha256(records)
        with self._explained(), self._writing():
            latest = self._connection.execute("SELECT batch, sha256 FROM runs ORDER BY batch DESC LIMIT 1").fetchone()
            if latest is None or latest[1] != sha256:
                batch = 1 if latest is None else latest[0] + 1
                rows = match_rows(records, self._known(), batch=batch)
                run = (batch, _now(), origin, sha256)
                self._connection.execute("INSERT INTO runs VALUES (?, ?, ?, ?)", run)
                self._connection.executemany(
                    "INSERT INTO rows VALUES (?, ?, ?, ?, ?, ?)", (_stored(row, batch) for row in rows)
                )
        return self.rows()

    def rows(self) -> tuple[Row, ...]:
        """Return the rows of the latest run in document order."""
        return tuple(self._read_rows("WHERE batch = (SELECT max(batch) FROM runs) ORDER BY position"))

    def batch(self) -> int:
        """Return the number of the latest run, 0 while there is none."""
        with self._explained():
            (latest,) = self._connection.execute("SELECT coalesce(max(batch), 0) FROM runs").fetchone()
        return int(latest)

    def entries(self, *, after: int = 0) -> tuple[Entry, ...]:
        """Return the log in order, from behind running number `after`."""
        with self._explained():
            found = self._connection.execute(
                "SELECT entry FROM entries WHERE seq > ? ORDER BY seq", (after,)
            ).fetchall()
        return tuple(self._entry(text) for (text,) in found)

    def append(self, entries: Sequence[Entry], *, seen: int) -> tuple[Entry, ...]:
        """Add `entries` to the log, all or none, and return them numbered, dated and chained.

        Args:
            entries: what one key press made, of one reviewer.
            seen: running number up to which that reviewer has seen the log.

        Raises:
            StaleReviewError: the reviewer has acted elsewhere since.
        """
        with self._explained(), self._writing():
            own = self._connection.execute(
                "SELECT 1 FROM entries WHERE seq > ? AND reviewer = ? LIMIT 1", (seen, entries[0].reviewer)
            ).fetchone()
            if own is not None:
                message = (
                    f"'{entries[0].reviewer}' has decided in another window of '{self.path}'. Look again, then repeat."
                )
                raise StaleReviewError(message)
            last = self._connection.execute("SELECT entry FROM entries ORDER BY seq DESC LIMIT 1").fetchone()
            chained = chain(entries, last=None if last is None else self._entry(last[0]), at=_now())
            self._connection.executemany(
                "INSERT INTO entries VALUES (?, ?, ?)",
                ((entry.seq, entry.reviewer, json.dumps(plain(entry), ensure_ascii=False)) for entry in chained),
            )
        return chained

    def first_broken(self) -> int | None:
        """Return the running number at which the log was tampered with, None if it is whole."""
        return first_broken(self.entries())

    def _prepare(self, *, is_new: bool) -> None:
        execute = self._connection.execute
        if is_new:
            with self._writing():
                if execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,):
                    for statement in _SCHEMA:
                        execute(statement)
        if execute("PRAGMA application_id").fetchone() != (_APPLICATION,):
            message = f"'{self.path}' is no review store. Name a {SUFFIX} file, or a report to begin one."
            raise ReviewError(message)
        if execute("PRAGMA user_version").fetchone() != (_VERSION,):
            message = f"'{self.path}' was written by another version of perfnlp. Open it with that version."
            raise ReviewError(message)
        execute("PRAGMA journal_mode = WAL")
        execute("PRAGMA synchronous = FULL")

    def _known(self) -> tuple[Row, ...]:
        """Return every row that any run held, as its latest run has it."""
        return tuple(
            self._read_rows(
                "WHERE batch = (SELECT max(batch) FROM rows AS later WHERE later.row_id = rows.row_id) "
                "ORDER BY batch, position"
            )
        )

    def _read_rows(self, which: str) -> Iterator[Row]:
        query = f"SELECT row_id, position, changed_in, record, was FROM rows {which}"  # noqa: S608  `which` is ours
        with self._explained():
            found = self._connection.execute(query).fetchall()
        for row_id, position, changed_in, record, was in found:
            yield Row(
                row_id=row_id,
                position=position,
                record=json.loads(record),
                changed_in=changed_in,
                was=None if was is None else json.loads(was),
            )

    def _entry(self, text: str) -> Entry:
        try:
            return from_plain(json.loads(text))
        except (ValueError, KeyError, TypeError, ArithmeticError) as error:
            message = f"'{self.path}' holds an entry that is none ({error}). Restore the file from a copy."
            raise ReviewError(message) from error

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Hold the one right to write; leaving without an error puts everything on disk."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError as error:
            message = f"cannot use '{self.path}': {error}. Check its folder, its permissions and the free space."
            raise ReviewError(message) from error
        except sqlite3.DatabaseError as error:
            message = (
                f"'{self.path}' is damaged or no review store ({error}). `perfnlp review recover` saves what is whole."
            )
            raise ReviewError(message) from error


def _stored(row: Row, batch: int) -> tuple[int, int, str, int, str, str | None]:
    record = json.dumps(row.record, ensure_ascii=False)
    was = None if row.was is None else json.dumps(row.was, ensure_ascii=False)
    return batch, row.position, row.row_id, row.changed_in, record, was


def _sha256(records: Sequence[Record]) -> str:
    return hashlib.sha256("".join(map(record_digest, records)).encode()).hexdigest()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")
