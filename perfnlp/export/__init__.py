"""Write annotation records to files; the ending of the name decides the format."""

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

from perfnlp.annotation import Record
from perfnlp.errors import OutputError
from perfnlp.export import csv, jsonl, xlsx

FORMATS = {".jsonl": jsonl.encode, ".csv": csv.encode, ".xlsx": xlsx.encode}


def check_output(path: Path) -> None:
    """Raise OutputError before any work is done if `path` could not be written."""
    if path.suffix.lower() not in FORMATS:
        message = f"cannot write {path}: unknown ending {path.suffix!r}; use one of {', '.join(FORMATS)}."
        raise OutputError(message)
    check_place(path)


def check_place(path: Path) -> None:
    """Raise OutputError if `path` is a folder, or stands where no file can be made."""
    folder = path.resolve().parent
    if not folder.is_dir():
        message = f"cannot write {path}: there is no folder {folder}; create it or name another."
        raise OutputError(message)
    if path.is_dir():
        message = f"cannot write {path}: it is a folder; name a file in it."
        raise OutputError(message)
    if not os.access(folder, os.W_OK) or (path.exists() and not os.access(path, os.W_OK)):
        message = f"cannot write {path}: no permission; name another file or folder."
        raise OutputError(message)


def write_records(records: Sequence[Record], path: Path) -> None:
    """Write `records` to `path` as a whole: a failure leaves the old file as it was.

    Raises:
        OutputError: the ending is unknown or the file cannot be written.
    """
    check_output(path)
    write_whole(FORMATS[path.suffix.lower()](records), path)


def write_whole(content: bytes, path: Path) -> None:
    """Write `content` to `path` as a whole, or raise OutputError and leave the old file as it was."""
    try:
        _replace(path.resolve(), content)
    except OSError as error:
        message = f"cannot write {path}: {error.strerror or error}; nothing was written. Name another file or folder."
        raise OutputError(message) from error


def _replace(path: Path, content: bytes) -> None:
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".perfnlp-", delete=False) as file:
        temporary = Path(file.name)
        try:
            file.write(content)
            file.close()
            temporary.chmod(path.stat().st_mode if path.exists() else 0o666 & ~_umask())
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
