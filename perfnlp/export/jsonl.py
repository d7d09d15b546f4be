"""JSON Lines: one record a line, UTF-8, Chinese as it is."""

import json
from collections.abc import Sequence

from perfnlp.annotation import Record


def encode(records: Sequence[Record]) -> bytes:
    """Return the file's bytes."""
    text = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    return text.encode(errors="backslashreplace")  # a file name that is no UTF-8 becomes a JSON escape
