"""Cut printed lines into pieces: the words that a flattened table is put together from.

A piece is a run of characters without white space. Widths count full-width
characters: a Chinese character is 1, an ASCII character 0.5.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from perfnlp.records import Paragraph
from perfnlp.text import fold, squeeze

POINTS = re.compile(r"\((\d+(?:\.\d+)?)分\)$")
"""Points behind a name or level in squeezed text. Brackets with anything else belong to the name."""
LEVEL_POINTS = re.compile(r"\((\d+(?:\.\d+)?)分?\)$|(?<!\d)(\d{1,3}(?:\.\d+)?)分$")
"""Points behind a level's label, which needs no brackets."""
POINTS_ONLY = re.compile(r"\((\d+(?:\.\d+)?)分\)")
NUMBER = re.compile(r"\d+(?:\.\d+)?")
CLOSING = "，。、；：！？）》”’,.;:!?)%％】"
_PAGE_NUMBER = re.compile(r"\d{1,4}")
_DASHED_PAGE_NUMBER = re.compile(r"(?:[-—–－]+\d{1,4}[-—–－]+|第\d{1,4}页(?:共\d{1,4}页)?)")
_SEEN_TWICE = 2


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line: `text` squeezed, its place in `Report.blocks`, whether a page starts with it."""

    text: str
    paragraph: Paragraph
    block: int
    starts_page: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """A word of a line.

    Attributes:
        raw: as printed; `text`: folded.
        width: in full-width characters.
        line: index of its line in the parsed run.
        is_first, is_last: whether its line begins or ends with it.
        starts_page: whether a page begins with it.
    """

    raw: str
    text: str
    width: float
    line: int
    is_first: bool
    is_last: bool
    starts_page: bool


def make_lines(paragraphs: Iterable[tuple[int, Paragraph]]) -> tuple[Line, ...]:
    """Return the lines without page numbers; a page start passes from a dropped number to the next line."""
    lines = [Line(squeeze(paragraph.text), paragraph, block, paragraph.starts_page) for block, paragraph in paragraphs]
    numbers = _page_numbers(lines)
    kept: list[Line] = []
    pending = False
    for index, line in enumerate(lines):
        if index in numbers:
            pending = pending or line.starts_page
        else:
            kept.append(Line(line.text, line.paragraph, line.block, line.starts_page or pending))
            pending = False
    return tuple(kept)


def cut(lines: Sequence[Line], indexes: Iterable[int]) -> tuple[Piece, ...]:
    """Return the pieces of `lines[index]` for every index, in that order."""
    pieces = []
    for index in indexes:
        words = lines[index].paragraph.text.split()
        for number, raw in enumerate(words):
            is_first, is_last = number == 0, number == len(words) - 1
            starts_page = is_first and lines[index].starts_page
            pieces.append(Piece(raw, fold(raw), width(raw), index, is_first, is_last, starts_page))
    return tuple(pieces)


def width(text: str) -> float:
    """Return the printed width of `text` in full-width characters."""
    return sum(0.5 if character.isascii() else 1.0 for character in text)


def _page_numbers(lines: Sequence[Line]) -> frozenset[int]:
    """Find page numbers: dashed ones, and bare ones at a page's edge that count along with the pages.

    A bare number can be a score as well, so it takes two that agree.
    """
    sure = set()
    offsets: dict[int, int] = {}
    page = 0
    for index, line in enumerate(lines):
        page += line.starts_page
        at_end = index + 1 == len(lines) or lines[index + 1].starts_page
        if _DASHED_PAGE_NUMBER.fullmatch(line.text):
            sure.add(index)
        elif _PAGE_NUMBER.fullmatch(line.text) and (at_end or line.starts_page):
            offsets[index] = int(line.text) - page
    counts = Counter(offsets.values())
    sure.update(index for index, offset in offsets.items() if counts[offset] >= _SEEN_TWICE)
    return frozenset(sure)
