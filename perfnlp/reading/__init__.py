"""Read a source file into a `Report`: blocks with their places, nothing interpreted.

One module a format; `_READERS` names the format of each suffix.
"""

import os
from collections.abc import Callable, Mapping
from pathlib import Path

from perfnlp.errors import ReadingError
from perfnlp.reading.finding import find_files
from perfnlp.reading.text import read_text
from perfnlp.records import Report

__all__ = ["SUFFIXES", "find_reports", "read_bytes", "read_report"]

_READERS: Mapping[str, Callable[[bytes, str], Report]] = {".txt": read_text, ".md": read_text, ".tsv": read_text}
_FOREIGN_STARTS: Mapping[bytes, str] = {
    b"%PDF-": "a PDF document",
    b"PK\x03\x04": "an Office or ZIP file",
    b"\xd0\xcf\x11\xe0": "an old Office file",
}

SUFFIXES = frozenset(_READERS)
"""Suffixes of the files that are read inside folders, in lower case."""


def find_reports(paths: str | os.PathLike[str] | tuple[str | os.PathLike[str], ...]) -> tuple[Path, ...]:
    """Return the report files behind files, folders and glob patterns, each file once.

    Args:
        paths: one or several; a folder is walked in sorted order and gives its readable
            files (`SUFFIXES`), a file named outright is returned whatever its suffix.

    Raises:
        ReadingError: a path does not exist, a pattern matches nothing, or a folder holds no report.
    """
    several = paths if isinstance(paths, tuple) else (paths,)
    return find_files(tuple(os.fspath(path) for path in several), SUFFIXES)


def read_report(path: Path, *, name: str | None = None) -> Report:
    """Return the report at `path`.

    Args:
        path: a file of a readable format; a file with another suffix is read if it is text.
        name: what the report is called in the results; the path as given by default.

    Raises:
        ReadingError: the file is missing, empty, binary or in no known encoding.
    """
    label = name if name is not None else str(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        message = f"cannot read '{label}': {error.strerror or error}. Check the path and its permissions."
        raise ReadingError(message) from error
    return read_bytes(data, label)


def read_bytes(data: bytes, name: str) -> Report:
    """Return the report that `data` holds, e.g. from standard input; `name` may carry a suffix.

    Raises:
        ReadingError: the bytes are empty, binary or in no known encoding.
    """
    for start, what in _FOREIGN_STARTS.items():
        if data.startswith(start):
            message = f"cannot read '{name}': it is {what}, not text. Save it as UTF-8 text and try again."
            raise ReadingError(message)
    return _READERS.get(Path(name).suffix.lower(), read_text)(data, name)
