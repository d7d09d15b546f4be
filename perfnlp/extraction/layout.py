"""The layout of one table: which column holds which field, and what a row under it can be."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from perfnlp.extraction.headings import begins_header, continues_header, is_header, is_weak, map_columns
from perfnlp.lexicon import Lexicon
from perfnlp.text import squeeze


class Purpose(StrEnum):
    """What a table is for, told by its columns."""

    RESULTS = "results"  # targets with their completion
    BUDGET = "budget"  # the budget row at the head of a form: 预算数, 执行数
    PLAN = "plan"  # indicators with points or levels, without completion
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Columns of a table.

    Attributes:
        columns: field -> column, counted from 0.
        purpose: what rows of the table are.
        label: what the header calls an unnamed first column ("年度总体目标"), "" if nothing.
        header: the printed rows that the header takes, 1 or 2, without white space.
    """

    columns: Mapping[str, int]
    purpose: Purpose
    label: str
    header: tuple[tuple[str, ...], ...]

    @property
    def n_header_rows(self) -> int:
        """Return how many printed rows the header takes."""
        return len(self.header)

    def texts(self, cells: Sequence[str]) -> dict[str, str]:
        """Return the row's text by field; "" where the row is shorter than the header."""
        return {field: cells[at].strip() if at < len(cells) else "" for field, at in self.columns.items()}


_LABEL = re.compile(r".{0,8}(?:目标|任务).{0,6}")


def read_layout(rows: Sequence[Sequence[str]], lexicon: Lexicon, above: Layout | None = None) -> Layout | None:
    """Return the layout that begins at `rows[0]`, or None if that row is no header.

    A header printed again, as on each page, is the one `above`: what follows it is no part of it.
    """
    if above is not None and _squeezed(rows[: above.n_header_rows]) == above.header:
        return above
    if is_header(rows[0], lexicon) or (len(rows) > 1 and begins_header(rows[0], rows[1], lexicon)):
        return make_layout(rows, lexicon)
    return None


def make_layout(rows: Sequence[Sequence[str]], lexicon: Lexicon) -> Layout:
    """Return the layout that `rows[0]` gives, and `rows[1]` if that goes on with the header."""
    n_rows = 2 if len(rows) > 1 and continues_header(rows[0], rows[1], lexicon) else 1
    header = rows[:n_rows]
    columns = dict(map_columns(header, lexicon))
    if "target" not in columns and "name" in columns and is_weak(header, columns["name"], lexicon):
        # 任务|进展情况: the task's wording is all that is asked for
        columns["target"] = columns.pop("name")
    label = ""
    if 0 not in columns.values() and _LABEL.fullmatch(squeeze(rows[0][0])):
        label = rows[0][0].strip()
    return Layout(columns=columns, purpose=_purpose(columns), label=label, header=_squeezed(header))


def _squeezed(rows: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(squeeze(cell) for cell in row) for row in rows)


def _purpose(columns: Mapping[str, int]) -> Purpose:
    if "actual" in columns and ("target" in columns or "name" in columns):
        return Purpose.RESULTS
    if "budget" in columns and "executed" in columns:
        return Purpose.BUDGET
    if "points" in columns and columns.keys() & {"name", "target", "explanation"}:
        return Purpose.PLAN
    return Purpose.OTHER
