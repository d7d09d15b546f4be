"""Read a source file into a `Report`: blocks with their places, nothing interpreted.

One module a format; `_READERS` names the reader of each. A reader takes the bytes of a
file, its name and the options, and raises `ReadingError` when they are none of its format.
"""

import os
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path

from perfnlp.errors import ReadingError
from perfnlp.reading.finding import find_files
from perfnlp.reading.formats import SUFFIXES, Format, detect_format
from perfnlp.reading.options import ReadingOptions
from perfnlp.records import Report

__all__ = ["SUFFIXES", "ReadingOptions", "find_reports", "read_bytes", "read_report"]

_READERS: Mapping[Format, tuple[str, str]] = {
    Format.TEXT: ("text", "read_text"),
    Format.CSV: ("sheets", "read_csv"),
    Format.HTML: ("html", "read_html"),
    Format.MHTML: ("html", "read_mhtml"),
    Format.PDF: ("pdf", "read_pdf"),
    Format.IMAGE: ("image", "read_image"),
    Format.DOCX: ("docx", "read_docx"),
    Format.XLSX: ("xlsx", "read_xlsx"),
    Format.CALC: ("calc", "read_calc"),
    Format.CONVERTED: ("converted", "read_converted"),
    Format.ENCRYPTED: ("encrypted", "read_encrypted"),
}
"""Module and function; imported when first needed, for some bring a heavy library."""


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


def read_report(path: Path, *, name: str | None = None, options: ReadingOptions | None = None) -> Report:
    """Return the report at `path`; its content decides the format, whatever its ending.

    Args:
        path: a file of a readable format.
        name: what the report is called in the results; the path as given by default.
        options: passwords and limits.

    Raises:
        ReadingError: the file is missing, empty, damaged, locked or of no known format.
    """
    label = name if name is not None else str(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        message = f"cannot read '{label}': {error.strerror or error}. Check the path and its permissions."
        raise ReadingError(message) from error
    return read_bytes(data, label, options=options)


def read_bytes(data: bytes, name: str, *, options: ReadingOptions | None = None) -> Report:
    """Return the report that `data` holds, e.g. from standard input; `name` may carry a suffix.

    Raises:
        ReadingError: as `read_report`.
    """
    if not data.strip():
        message = f"cannot read '{name}': the file is empty. Check that the report was saved."
        raise ReadingError(message)
    module, function = _READERS[detect_format(data, name)]
    read = getattr(import_module(f"perfnlp.reading.{module}"), function)
    report: Report = read(data, name, options or ReadingOptions())
    return report
