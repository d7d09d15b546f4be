"""The review store: one SQLite file that holds the rows of every annotation run and the log of decisions.

A decision is on disk when `append` returns (write-ahead log, synchronous full). What is
written can be added to, never changed: triggers refuse it, and a change that goes around
them is seen when the store is read: entries are chained and counted, runs have digests. Against
one who takes away the last entries and mends the count, keep `Verification.last` elsewhere.
Several processes may use one store.
"""

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
from perfnlp.review.rows import Row, Run, Values, match_rows, record_digest, row_of, row_values, run_digest
from perfnlp.review.verification import Verification, examine

SUFFIX = ".pfreview"
_APPLICATION = 0x70667276  # "pfrv" in the file's header
_VERSION = 1
_WAIT = 30.0  # seconds that a process waits for another one's write
_REFUSE = "BEGIN SELECT RAISE(ABORT, 'what is written stays'); END"
_SCHEMA = (
    """CREATE TABLE runs (
        batch INTEGER PRIMARY KEY, at TEXT NOT NULL, origin TEXT NOT NULL, n_rows INTEGER NOT NULL, sha256 TEXT NOT NULL
    )""",
    """CREATE TABLE rows (
        batch INTEGER NOT NULL, position INTEGER NOT NULL, row_id TEXT NOT NULL, changed_in INTEGER NOT NULL,
        record TEXT NOT NULL, was TEXT, sha256 TEXT NOT NULL, PRIMARY KEY (batch, position)
    )""",
    "CREATE TABLE entries (seq INTEGER PRIMARY KEY AUTOINCREMENT, entry TEXT NOT NULL)",
    *(
        f"CREATE TRIGGER {table}_{action} BEFORE {action} ON {table} {_REFUSE}"
        for table in ("runs", "rows", "entries")
        for action in ("UPDATE", "DELETE")
    ),
    "CREATE TRIGGER entries_REPLACE BEFORE INSERT ON entries WHEN NEW.seq <= (SELECT max(seq) FROM entries) "  # noqa: S608  ours
    + _REFUSE,
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
        with self._explained():
            self._connection = sqlite3.connect(path, timeout=_WAIT, isolation_level=None)
            self._connection.text_factory = lambda text: text.decode(errors="replace")  # the digests tell
        try:
            with self._explained():
                self._prepare()
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
        with self._explained(), self._writing():
            latest = self.batch()
            if latest == 0 or [row.record for row in self.rows()] != list(records):
                rows = match_rows(records, self._known(), batch=latest + 1)
                self._insert_run(Run(batch=latest + 1, at=_now(), origin=origin, rows=rows))
        return self.rows()

    def rows(self) -> tuple[Row, ...]:
        """Return the rows of the latest run in document order.

        Raises:
            ReviewError: they are not as they were written.
        """
        return self._rows_of(self.batch())

    def batch(self) -> int:
        """Return the number of the latest run, 0 while there is none."""
        ((latest,),) = self._select("SELECT coalesce(max(batch), 0) FROM runs")
        return int(latest)

    def entries(self, *, after: int = 0) -> tuple[Entry, ...]:
        """Return the log in order, from behind running number `after`.

        Raises:
            ReviewError: it is not as it was written.
        """
        n_entries = self._n_entries()  # before the entries are read: others may add some meanwhile
        found = [self._entry(text) for (text,) in self._select("SELECT entry FROM entries WHERE seq >= ?", after)]
        last, behind = (found[0], found[1:]) if after and found else (None, found)
        broken, n_found = first_broken(behind, last=last), found[-1].seq if found else 0
        if broken is None and n_found < max(n_entries, after):
            broken = n_found + 1
        if broken is not None:
            message = (
                f"the log of '{self.path}' was changed at entry {broken}. `perfnlp review verify` tells more, "
                "`perfnlp review recover` saves what is whole."
            )
            raise ReviewError(message)
        return tuple(behind)

    def append(self, entries: Sequence[Entry], *, seen: int) -> tuple[Entry, ...]:
        """Add `entries` to the log, all or none, and return them numbered, dated and chained.

        Args:
            entries: what one key press made, of one reviewer.
            seen: running number up to which that reviewer has seen the log.

        Raises:
            StaleReviewError: the reviewer has acted elsewhere since.
        """
        with self._explained(), self._writing():
            if any(entry.reviewer == entries[0].reviewer for entry in self.entries(after=seen)):
                message = (
                    f"'{entries[0].reviewer}' has decided in another window of '{self.path}'. Look again, then repeat."
                )
                raise StaleReviewError(message)
            last = [
                self._entry(text) for (text,) in self._select("SELECT entry FROM entries ORDER BY seq DESC LIMIT 1")
            ]
            chained = chain(entries, last=last[0] if last else None, at=_now())
            self._insert_entries(chained)
        return chained

    def verify(self) -> Verification:
        """Check all that the store holds.

        Raises:
            ReviewError: the file is too damaged to be read through.
        """
        checks = [text for (text,) in self._select("PRAGMA integrity_check(3)")]
        n_written = self._n_entries()
        shown: dict[tuple[int, str], str] = {}
        changed = []
        for (batch,) in self._select("SELECT batch FROM runs ORDER BY batch"):
            try:
                shown |= {(batch, row.row_id): record_digest(row.record) for row in self._rows_of(batch)}
            except ReviewError:
                changed.append(batch)
        return examine(
            [text for (text,) in self._select("SELECT entry FROM entries ORDER BY seq")],
            shown,
            n_written=n_written,
            changed_runs=tuple(changed),
            damage="" if checks == ["ok"] else "; ".join(checks),
        )

    def restore(self, runs: Sequence[Run], entries: Sequence[Entry]) -> None:
        """Fill a new store with what was saved of another one."""
        with self._explained(), self._writing():
            for run in runs:
                self._insert_run(run)
            self._insert_entries(entries)

    def _insert_run(self, run: Run) -> None:
        rows = [row_values(row, run.batch) for row in run.rows]
        head = (run.batch, run.at, run.origin, len(rows))
        self._connection.execute("INSERT INTO runs VALUES (?, ?, ?, ?, ?)", (*head, run_digest(head, rows)))
        self._connection.executemany("INSERT INTO rows VALUES (?, ?, ?, ?, ?, ?, ?)", rows)

    def _insert_entries(self, chained: Sequence[Entry]) -> None:
        self._connection.executemany(
            "INSERT INTO entries VALUES (?, ?)",
            ((entry.seq, json.dumps(plain(entry), ensure_ascii=False)) for entry in chained),
        )

    def _prepare(self) -> None:
        (application,), (n_tables,) = (
            self._select(query)[0] for query in ("PRAGMA application_id", "SELECT count(*) FROM sqlite_master")
        )
        if (application, n_tables) == (0, 0):
            with self._writing():
                if self._select("SELECT count(*) FROM sqlite_master") == [(0,)]:
                    for statement in _SCHEMA:
                        self._connection.execute(statement)
        if self._select("PRAGMA application_id") != [(_APPLICATION,)]:
            message = f"'{self.path}' is no review store. Name a {SUFFIX} file, or a report to begin one."
            raise ReviewError(message)
        if self._select("PRAGMA user_version") != [(_VERSION,)]:
            message = f"'{self.path}' was written by another version of perfnlp. Open it with that version."
            raise ReviewError(message)
        if self.path.stat().st_size % self._select("PRAGMA page_size")[0][0]:
            message = "it ends in the middle of a page"
            raise sqlite3.DatabaseError(message)
        self._select("PRAGMA journal_mode = WAL")
        self._select("PRAGMA synchronous = FULL")

    def _n_entries(self) -> int:
        """Return how many entries were ever written, as SQLite counts."""
        ((count,),) = self._select("SELECT coalesce(max(seq), 0) FROM sqlite_sequence")
        return int(count)

    def _known(self) -> tuple[Row, ...]:
        """Return every row that any run held, as the latest that held it has it, those of the latest run first."""
        known: dict[str, Row] = {}
        for batch in range(self.batch(), 0, -1):
            for row in self._rows_of(batch):
                known.setdefault(row.row_id, row)
        return tuple(known.values())

    def _rows_of(self, batch: int) -> tuple[Row, ...]:
        values = self._select("SELECT * FROM rows WHERE batch = ? ORDER BY position", batch)
        rows = tuple(row for stored in values if (row := row_of(stored)) is not None)
        runs = self._select("SELECT * FROM runs WHERE batch = ?", batch)
        if len(rows) < len(values) or any(run_digest(run[:-1], values) != run[-1] for run in runs):
            message = (
                f"the rows of run {batch} in '{self.path}' were changed. `perfnlp review verify` tells more, "
                "`perfnlp review recover` saves what is whole."
            )
            raise ReviewError(message)
        return rows

    def _entry(self, text: str) -> Entry:
        try:
            return from_plain(json.loads(text))
        except (ValueError, KeyError, TypeError, ArithmeticError) as error:
            message = (
                f"'{self.path}' holds an entry that is none ({error}). `perfnlp review recover` saves what is whole."
            )
            raise ReviewError(message) from error

    def _select(self, query: str, *values: int) -> list[Values]:
        with self._explained():
            return self._connection.execute(query, values).fetchall()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Hold the one right to write; leaving without an error puts everything on disk."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._connection.execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:  # a full disk may have ended it already
                self._connection.execute("ROLLBACK")
            raise

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.OperationalError, OSError) as error:
            message = (
                f"cannot use '{self.path}': {error}. Check its folder, its permissions, the free space and whether "
                "another program holds it."
            )
            raise ReviewError(message) from error
        except sqlite3.Error as error:
            message = (
                f"'{self.path}' is damaged or no review store ({error}). `perfnlp review recover` saves what is whole."
            )
            raise ReviewError(message) from error


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")
