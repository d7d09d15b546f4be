"""CSV that Excel opens: UTF-8 with a byte order mark, the record's keys as headings.

A text that a spreadsheet would run as a formula (=, +, @, or - before anything but
a number) gets a leading apostrophe; nothing else is changed.
"""

import csv
import io
import re
from collections.abc import Sequence

from perfnlp.annotation import Record
from perfnlp.export.cells import Cell, cell, columns

_RUNS_AS_FORMULA = re.compile(r"[=+@\t\r]|-(?![\d.]*%?$)")


def encode(records: Sequence[Record]) -> bytes:
    """Return the file's bytes."""
    keys = columns(records)
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(keys)
    writer.writerows([_safe(cell(record, key)) for key in keys] for record in records)
    return text.getvalue().encode("utf-8-sig", errors="backslashreplace")


def _safe(value: Cell) -> Cell:
    return f"'{value}" if isinstance(value, str) and _RUNS_AS_FORMULA.match(value) else value
