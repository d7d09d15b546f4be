"""How well the characters of a source were read: for scans, whose text is recognised and may be wrong."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from perfnlp.annotation import Record
from perfnlp.corpus import LabelledRow
from perfnlp.text import fold, squeeze

_FIGURE = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Legibility:
    """Characters and figures of the cells of matched rows.

    Attributes:
        n_characters: of the gold cells (name, target, actual), white space aside.
        n_wrong_characters: how many were left out, added or exchanged in reading.
        n_figures: cells (target, actual, points, own score) that hold a figure in gold.
        n_wrong_figures: of these, cells whose figures differ.
        n_unguarded_figures: of these, cells of rows that no review was asked for.
    """

    n_characters: int
    n_wrong_characters: int
    n_figures: int
    n_wrong_figures: int
    n_unguarded_figures: int


def measure_legibility(matched: Sequence[tuple[Record, LabelledRow]]) -> Legibility:
    """Return how well the cells of `matched` rows were read."""
    texts = [pair for record, row in matched for pair in _texts(record, row)]
    figures = [(record, pair) for record, row in matched for pair in _figures(record, row) if pair[0]]
    wrong = [record for record, (wanted, found) in figures if wanted != found]
    return Legibility(
        n_characters=sum(len(wanted) for wanted, _ in texts),
        n_wrong_characters=sum(_edits(wanted, found) for wanted, found in texts),
        n_figures=len(figures),
        n_wrong_figures=len(wrong),
        n_unguarded_figures=sum(not record["needs_review"] for record in wrong),
    )


def add_up(several: Iterable[Legibility]) -> Legibility:
    """Return the counts of several documents together."""
    found = tuple(several)
    return Legibility(
        n_characters=sum(one.n_characters for one in found),
        n_wrong_characters=sum(one.n_wrong_characters for one in found),
        n_figures=sum(one.n_figures for one in found),
        n_wrong_figures=sum(one.n_wrong_figures for one in found),
        n_unguarded_figures=sum(one.n_unguarded_figures for one in found),
    )


def _texts(record: Record, row: LabelledRow) -> Iterator[tuple[str, str]]:
    wanted = row.indicator
    for field, text in (("indicator", wanted.name), ("target", wanted.target), ("actual", wanted.actual)):
        if text:
            yield squeeze(text), squeeze(record[field] or "")


def _figures(record: Record, row: LabelledRow) -> Iterator[tuple[list[str], list[str]]]:
    wanted = row.indicator
    for field, text in (("target", wanted.target), ("actual", wanted.actual)):
        yield _FIGURE.findall(fold(text or "")), _FIGURE.findall(fold(record[field] or ""))
    for field, number in (("points", wanted.points), ("self_score", wanted.self_score)):
        yield _printed(number), _printed(record[field])


def _printed(number: Decimal | float | None) -> list[str]:
    return [] if number is None else [f"{float(number):g}"]


def _edits(one: str, other: str) -> int:
    """Return the least number of characters to leave out, add or exchange that makes `one` `other`."""
    if one == other:
        return 0
    above = list(range(len(other) + 1))
    for row, character in enumerate(one, start=1):
        current = [row]
        for column, candidate in enumerate(other, start=1):
            change = above[column - 1] + (character != candidate)
            current.append(min(change, above[column] + 1, current[-1] + 1))
        above = current
    return above[-1]
