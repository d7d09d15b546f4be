"""Read a source file into a `Report`: blocks with their places, nothing interpreted.

One module a format; `_READERS` names the reader of each. A reader takes the bytes of a
file, its name and the options, and raises `ReadingError` when they are none of its format.
"""

import os
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path

from perfnlp.errors import ReadingError
from perfnlp.reading.finding import find_files, sources_in
from perfnlp.reading.formats import SUFFIXES, Format, detect_format
from perfnlp.reading.options import ReadingOptions
from perfnlp.reading.source import Source
from perfnlp.records import Report

__all__ = [
    "SUFFIXES",
    "ReadingOptions",
    "Source",
    "find_reports",
    "open_source",
    "read_bytes",
    "read_report",
]

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
    Format.ZIP: ("archive", "read_archive"),
}
"""Module and function; imported when first needed, for some bring a heavy library."""


def find_reports(
    paths: str | os.PathLike[str] | tuple[str | os.PathLike[str], ...], *, options: ReadingOptions | None = None
) -> tuple[Source, ...]:
    """Return the reports behind files, folders, archives and glob patterns, each once.

    Args:
        paths: one or several; a folder is walked in sorted order and gives its readable
            files (`SUFFIXES`), a file named outright is returned whatever its suffix.
        options: passwords of archives in archives.

    Raises:
        ReadingError: a path does not exist, a pattern matches nothing, or a folder holds no report.
    """
    several = paths if isinstance(paths, tuple) else (paths,)
    return find_files(tuple(os.fspath(path) for path in several), SUFFIXES, options or ReadingOptions())


def open_source(name: str, *, options: ReadingOptions | None = None) -> Source:
    """Return the source that a result calls `name`: a file, or a file in an archive.

    Raises:
        ReadingError: there is none.
    """
    path = Path(name)
    if path.exists():
        return Source(path=path)
    archives = [parent for parent in path.parents if parent.is_file()]
    inside = (source for archive in archives for source in sources_in(archive, options or ReadingOptions()))
    found = next((source for source in inside if source.name == name), None)
    if found is None:
        message = f"'{name}' does not exist. Run the command where the rows were annotated, or put the file back."
        raise ReadingError(message)
    return found


def read_report(source: Path | Source, *, name: str | None = None, options: ReadingOptions | None = None) -> Report:
    """Return the report at `source`; its content decides the format, whatever its ending.

    Args:
        source: a file of a readable format, or one in an archive.
        name: what the report is called in the results; as given by default.
        options: passwords and limits.

    Raises:
        ReadingError: the file is missing, empty, damaged, locked or of no known format.
    """
    options = options or ReadingOptions()
    source = Source(path=source) if isinstance(source, Path) else source
    return read_bytes(source.read(options), source.name if name is None else name, options=options)


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
