"""Save what is whole in a damaged review store: cut by a copy that broke off, or with changed bytes.

The damaged file stays as it is. What counts as whole is what its digest vouches for: the
entries from the first on as far as the chain holds, and each row by itself.
"""

import json
import shutil
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from perfnlp.errors import ReviewError
from perfnlp.review.log import FIRST, Entry, digest, from_plain
from perfnlp.review.rows import Row, Run, Values, row_of
from perfnlp.review.store import SUFFIX, Store

_BEGINNING = b'{"seq": '  # of an entry's JSON
_LEAST = 300  # bytes that a row or an entry takes at least
_PAGE_SIZE, _PAGE_COUNT = slice(16, 18), slice(28, 32)  # in the header of a SQLite file


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovered:
    """What could be saved of a damaged store.

    Attributes:
        path: the new store.
        n_entries: entries in it.
        n_stray: entries that are whole but stand behind a gap in the chain; they are not in the new store.
        n_rows: rows in it, over all annotation runs.
        n_lost_rows: rows that are known to be lost, over all annotation runs.
        is_complete: whether nothing is lost.
        report: what was saved and what is lost, one Chinese sentence.
    """

    path: Path
    n_entries: int
    n_stray: int
    n_rows: int
    n_lost_rows: int
    is_complete: bool
    report: str


def recover(path: Path) -> Recovered:
    """Write what is whole of the store at `path` to NAME.recovered.pfreview beside it.

    Raises:
        ReviewError: `path` cannot be read, or the new store is there already.
    """
    saved = path.with_name(f"{path.stem}.recovered{SUFFIX}")
    if saved.exists():
        message = f"'{saved}' is there already. Move it away, then recover again."
        raise ReviewError(message)
    try:
        with tempfile.TemporaryDirectory() as folder:
            is_complete = _is_whole(_copied(path, Path(folder, "whole")))
            runs, n_lost, texts = _tables(_patched(path, Path(folder)))
        scanned = [text for file in (path, _wal(path)) if file.exists() for text in _scanned(file.read_bytes())]
    except OSError as error:
        message = f"cannot recover '{path}': {error.strerror}. Check the name and the free space."
        raise ReviewError(message) from error
    entries, n_stray = _chained((*texts, *scanned))
    n_rows = sum(len(run.rows) for run in runs)
    with Store(saved) as store:
        store.restore(runs, entries)
    return Recovered(
        path=saved,
        n_entries=len(entries),
        n_stray=n_stray,
        n_rows=n_rows,
        n_lost_rows=n_lost,
        is_complete=is_complete,
        report=_report(len(entries), n_stray, n_rows, n_lost, is_complete=is_complete),
    )


def _is_whole(copy: Path) -> bool:
    try:
        with Store(copy) as store:
            return store.batch() > 0 and store.verify().is_whole
    except ReviewError:
        return False


def _patched(path: Path, folder: Path) -> Path:
    """Return a copy that SQLite reads: its first page anew, the same in every store; what was cut as zeros."""
    Store(folder / "empty").close()
    empty, copy = (folder / "empty").read_bytes(), _copied(path, folder / "copy")
    page_size = int.from_bytes(empty[_PAGE_SIZE])
    first, data = bytearray(empty[:page_size]), copy.read_bytes()
    n_pages = max(-(-len(data) // page_size), len(empty) // page_size)
    first[_PAGE_COUNT] = n_pages.to_bytes(4)
    copy.write_bytes(bytes(first) + data[page_size:].ljust((n_pages - 1) * page_size, b"\0"))
    return copy


def _copied(path: Path, copy: Path) -> Path:
    shutil.copyfile(path, copy)
    if _wal(path).exists():
        shutil.copyfile(_wal(path), _wal(copy))
    return copy


def _wal(path: Path) -> Path:
    return path.with_name(f"{path.name}-wal")


def _tables(copy: Path) -> tuple[tuple[Run, ...], int, list[str]]:
    """Return the runs that have whole rows, the number of lost rows, and the texts of the entries."""
    n_most = copy.stat().st_size // _LEAST
    with closing(sqlite3.connect(copy)) as connection:
        heads = {head[0]: head for head in _read(connection, "runs", n_most) if isinstance(head[3], int)}
        rows: dict[int, dict[int, Row]] = {}
        for values in _read(connection, "rows", n_most):
            if (row := row_of(values)) is not None:
                rows.setdefault(values[0], {})[row.position] = row
        texts = [text for _, text in _read(connection, "entries", n_most) if isinstance(text, str)]
    runs = tuple(
        Run(batch=batch, at=str(at), origin=str(origin), rows=tuple(found.values()))
        for batch, found in sorted(rows.items())
        for _, at, origin, *_ in (heads.get(batch, (batch, "", "")),)
    )
    n_lost = sum(max(0, head[3] - len(rows.get(batch, ()))) for batch, head in heads.items())
    return runs, n_lost, texts


def _read(connection: sqlite3.Connection, table: str, n_most: int) -> Iterator[Values]:
    """Yield the rows of a table one by one: a damaged page must not hide those on other pages."""
    for key in range(1, n_most + 1):
        try:
            found = connection.execute(f"SELECT * FROM {table} WHERE rowid = ?", (key,)).fetchone()  # noqa: S608  ours
        except sqlite3.Error:
            continue
        if found is not None:
            yield found


def _scanned(data: bytes) -> Iterator[str]:
    """Yield what may be the JSON of an entry, wherever it stands: for tables whose root is damaged."""
    decoder = json.JSONDecoder()
    start = data.find(_BEGINNING)
    while start >= 0:
        text = data[start : start + 2**12].decode(errors="replace")  # a longer one is spread over pages
        try:
            _, end = decoder.raw_decode(text)
        except ValueError:
            end = 0
        yield text[:end]
        start = data.find(_BEGINNING, start + 1)


def _entry(text: str) -> Entry | None:
    """Return the entry if its digest vouches for it."""
    try:
        entry = from_plain(json.loads(text))
        return entry if entry.digest == digest(entry) else None
    except (ValueError, KeyError, TypeError, AttributeError, ArithmeticError):
        return None


def _chained(texts: Iterable[str]) -> tuple[tuple[Entry, ...], int]:
    """Return the entries from the first on as far as they follow one another, and how many more are whole."""
    found = {entry.previous: entry for text in texts if (entry := _entry(text)) is not None}
    entries: list[Entry] = []
    while (entry := found.get(entries[-1].digest if entries else FIRST)) and entry.seq == len(entries) + 1:
        entries.append(entry)
    return tuple(entries), len(found) - len(entries)


def _report(n_entries: int, n_stray: int, n_rows: int, n_lost: int, *, is_complete: bool) -> str:
    if is_complete:
        return f"文件完好：{n_entries}条记录、{n_rows}行都已写入新文件，没有丢失。"
    stray = f"，另有{n_stray}条与其前的记录接不上，没有写入" if n_stray else ""
    rows = (
        f"，丢失{n_lost}行，请重新导入原报告"
        if n_lost
        else ""
        if n_rows
        else "，其余的行如有则已丢失，请重新导入原报告"
    )
    return f"找回前{n_entries}条记录{stray}，此后的记录如有则已丢失；找回{n_rows}行{rows}。"
