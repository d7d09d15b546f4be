"""Find the files behind what a user named: files, folders, glob patterns."""

import glob
import os
from collections.abc import Collection, Iterator
from pathlib import Path

from perfnlp.errors import ReadingError
from perfnlp.reading.archive import is_archive, list_members
from perfnlp.reading.options import ReadingOptions
from perfnlp.reading.saved_pages import without_page_parts
from perfnlp.reading.source import Source


def find_files(names: tuple[str, ...], suffixes: Collection[str], options: ReadingOptions) -> tuple[Source, ...]:
    """Return every file that `names` stands for, in the order named, each file once.

    Folders are walked in sorted order for files with one of `suffixes` (lower case);
    hidden entries and lock files are skipped, a folder that links back into itself is
    entered once. An archive stands for what it holds; one that cannot be opened, and a
    folder in a folder that may not be opened, stand for themselves: reading them tells why.

    Raises:
        ReadingError: a name stands for nothing.
    """
    found: dict[object, Source] = {}
    for name in names:
        for path in _expand(name):
            files = without_page_parts(_walk(path, suffixes, set())) if path.is_dir() else [path]
            if not files:
                wanted = ", ".join(sorted(suffixes))
                message = f"the folder '{path}' holds no report. Files that can be read end in {wanted}."
                raise ReadingError(message)
            for source in (source for file in files for source in sources_in(file, options)):
                found.setdefault(source.place, source)
    return tuple(found.values())


def sources_in(file: Path, options: ReadingOptions) -> tuple[Source, ...]:
    """Return the reports in `file` if it is an archive that can be opened, else `file` itself."""
    if file.is_file() and is_archive(file):
        try:
            return tuple(Source(path=file, members=members) for members in list_members(file, options))
        except ReadingError:
            pass  # reading the archive as a report tells why
    return (Source(path=file),)


def _expand(name: str) -> list[Path]:
    path = Path(name)
    if path.exists():
        return [path]
    if glob.has_magic(name):
        # glob knows "**" and absolute patterns alike; Path.glob refuses the latter
        matches = sorted(glob.glob(name, recursive=True))  # noqa: PTH207
        if matches:
            return [Path(match) for match in matches]
        message = f"no file matches '{name}'. Check the pattern, or name a folder."
        raise ReadingError(message)
    message = f"'{name}' does not exist. Check the path."
    raise ReadingError(message)


def _walk(folder: Path, suffixes: Collection[str], entered: set[str]) -> Iterator[Path]:
    real = os.path.realpath(folder)
    if real in entered:
        return
    try:
        entries = sorted(folder.iterdir())
    except OSError as error:
        if entered:
            yield folder
            return
        message = f"cannot open the folder '{folder}': {error.strerror or error}. Check its permissions."
        raise ReadingError(message) from error
    entered.add(real)
    for entry in entries:
        if entry.name.startswith((".", "~$")):
            continue
        if entry.is_dir():
            yield from _walk(entry, suffixes, entered)
        elif entry.suffix.lower() in suffixes and entry.is_file():
            yield entry
