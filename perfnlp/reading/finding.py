"""Find the files behind what a user named: files, folders, glob patterns."""

import glob
import os
from collections.abc import Collection, Iterator
from pathlib import Path

from perfnlp.errors import ReadingError


def find_files(names: tuple[str, ...], suffixes: Collection[str]) -> tuple[Path, ...]:
    """Return every file that `names` stands for, in the order named, each file once.

    Folders are walked in sorted order for files with one of `suffixes` (lower case);
    hidden entries are skipped and a folder that links back into itself is entered once.

    Raises:
        ReadingError: a name stands for nothing.
    """
    found: dict[Path, Path] = {}
    for name in names:
        for path in _expand(name):
            files = tuple(_walk(path, suffixes, set())) if path.is_dir() else (path,)
            if not files:
                wanted = ", ".join(sorted(suffixes))
                message = f"the folder '{path}' holds no report. Files that can be read end in {wanted}."
                raise ReadingError(message)
            for file in files:
                found.setdefault(file.resolve(), file)
    return tuple(found.values())


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
    entered.add(real)
    try:
        entries = sorted(folder.iterdir())
    except OSError as error:
        message = f"cannot open the folder '{folder}': {error.strerror or error}. Check its permissions."
        raise ReadingError(message) from error
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            yield from _walk(entry, suffixes, entered)
        elif entry.suffix.lower() in suffixes and entry.is_file():
            yield entry
