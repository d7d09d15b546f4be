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
    folder = path.resolve().parent
    if not folder.is_dir():
        message = f"cannot write {path}: the folder {folder} does not exist; create it or name another."
        raise OutputError(message)
    if path.is_dir() or not os.access(path if path.exists() else folder, os.W_OK):
        message = f"cannot write {path}: it is a folder or may not be written; name another file."
        raise OutputError(message)


def write_records(records: Sequence[Record], path: Path) -> None:
    """Write `records` to `path` as a whole: a failure leaves the old file as it was.

    Raises:
        OutputError: the ending is unknown or the file cannot be written.
    """
    check_output(path)
    content = FORMATS[path.suffix.lower()](records)
    temporary = None
    try:
        with tempfile.NamedTemporaryFile(dir=path.resolve().parent, prefix=f".{path.name}.", delete=False) as file:
            temporary = Path(file.name)
            file.write(content)
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(path)
    except OSError as error:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        message = f"cannot write {path}: {error.strerror}; nothing was written."
        raise OutputError(message) from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
