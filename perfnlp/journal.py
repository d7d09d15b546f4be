"""What a batch has read so far, kept beside its output, so that an interrupted run can go on.

Only what was read is kept, never a grade: grading is quick, and another model or rubric
must not meet old grades. One JSON object a line, one line a document.
"""

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any, Self

from perfnlp import __version__
from perfnlp.errors import OutputError
from perfnlp.reading import ReadingOptions
from perfnlp.records import Box, Indicator, Locator


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What was found in one document.

    Attributes:
        name: as results call it.
        sha256: hex digest of its bytes.
        remarks: about the document.
        indicators: its rows.
    """

    name: str
    sha256: str
    remarks: tuple[str, ...]
    indicators: tuple[Indicator, ...]


class Journal:
    """The documents read so far.

    Attributes:
        kept: name -> what an interrupted run had read.
    """

    def __init__(self, output: Path, options: ReadingOptions, *, resumes: bool) -> None:
        """Open the journal of the run that writes `output`; without `resumes` an older one is emptied.

        Raises:
            OutputError: it cannot be written.
        """
        self._path = output.with_name(f"{output.name}.part")
        self._reading = [__version__, options.n_pages]  # another version or limit reads anew
        self.kept: Mapping[str, Kept] = {kept.name: kept for kept in self._load()} if resumes else {}
        try:
            self._file = self._path.open("ab" if resumes else "wb")
        except OSError as error:
            raise self._error(error) from error

    def __enter__(self) -> Self:
        """Return the journal itself."""
        return self

    def __exit__(self, failure: type[BaseException] | None, *_details: object) -> None:
        """Close the journal, and delete it unless the run failed and something is kept."""
        is_empty = self._file.tell() == 0
        self._file.close()
        if failure is None or is_empty:
            self._path.unlink(missing_ok=True)

    def add(self, documents: Iterable[Kept]) -> None:
        """Write `documents` so that they survive a power cut.

        Raises:
            OutputError: the disk is full.
        """
        lines = (json.dumps({"reading": self._reading, **asdict(kept)}, default=str) for kept in documents)
        try:
            self._file.write("".join(f"\n{line}" for line in lines).encode())
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError as error:
            raise self._error(error) from error

    def _load(self) -> Iterable[Kept]:
        try:
            lines = self._path.read_bytes().splitlines()
        except OSError:  # the run before was not interrupted
            return
        for line in lines:
            try:
                fields = json.loads(line)
                if fields.pop("reading") == self._reading:
                    yield Kept(**{**_tuples(fields), "indicators": tuple(map(_indicator, fields["indicators"]))})
            except (ValueError, TypeError, KeyError, AttributeError, ArithmeticError):
                continue  # an empty line, or one that the interruption cut

    def _error(self, error: OSError) -> OutputError:
        return OutputError(f"cannot write {self._path}: {error.strerror or error}. Make room or name another output.")


def _indicator(fields: dict[str, Any]) -> Indicator:
    row = Indicator(**{**_tuples(fields), "locator": Locator(**_tuples(fields["locator"]))})
    return replace(
        row,
        points=None if row.points is None else Decimal(row.points),
        self_score=None if row.self_score is None else Decimal(row.self_score),
        locator=replace(row.locator, boxes=tuple(Box(**box) for box in fields["locator"]["boxes"])),
    )


def _tuples(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in fields.items()}
