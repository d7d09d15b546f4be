"""Columns that only blanks keep apart: which rows share which gaps, and where borders may run in them.

Rows in sequence that share gaps are a run. Runs are chosen so that most rows are parted by
most gaps: one long run for a table's rows, and a run of its own for a row that is merged
across columns.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from perfnlp.reading.pdf_glyphs import Glyph

MIN_GAP = 2.0
"""Points between the texts of two columns, at least."""
_COST = 4
"""Gaps that one more run must gain, so that rows stay together."""

_LOSS = 3
"""Gaps that a row must gain for one in which it runs together."""
_TITLE = 3.5
"""Height of a row, in characters, that has one line."""
_FAR = float("inf")
_WORST = -1_000_000

Span = tuple[float, float]


class Band(NamedTuple):
    """The room between two rulings: its characters and the blank gaps beside and between them."""

    top: float
    bottom: float
    glyphs: list[Glyph]
    gaps: list[Span]

    @property
    def is_title(self) -> bool:
        """Whether one line of text without gaps fills it: a row that is merged across the columns."""
        size = max((glyph.bottom - glyph.top for glyph in self.glyphs), default=0.0)
        return len(self.gaps) == 2 and self.bottom - self.top <= _TITLE * size  # noqa: PLR2004  left and right


class Run(NamedTuple):
    """Bands `first` to `last` - 1, the gaps that all of them share, and which of these have text on both sides."""

    first: int
    last: int
    gaps: list[Span]
    inner: list[Span]


def make_band(top: float, bottom: float, sides: Span, glyphs: list[Glyph]) -> Band:
    """Return the band of the characters between two heights and the sides of the table."""
    glyphs = sorted(glyphs, key=lambda glyph: glyph.left)
    left, right = sides
    if not glyphs:
        return Band(top, bottom, glyphs, [(left - MIN_GAP, right + MIN_GAP)])
    gaps: list[Span] = []
    reach = min(left, glyphs[0].left) - MIN_GAP
    for start, end in sorted((glyph.left, glyph.right) for glyph in glyphs):
        if start - reach >= MIN_GAP:
            gaps.append((reach, start))
        reach = max(reach, end)
    gaps.append((reach, max(right, reach) + MIN_GAP))
    return Band(top, bottom, glyphs, gaps)


def find_runs(bands: Sequence[Band]) -> list[Run]:
    """Return all bands in runs, from top to bottom."""
    best = [0, *[_WORST] * len(bands)]
    chosen: list[Run | None] = [None] * (len(bands) + 1)
    for first in range(len(bands)):
        for option, score in _runs_from(bands, first):
            if best[first] + score > best[option.last]:
                best[option.last], chosen[option.last] = best[first] + score, option
    found: list[Run] = []
    end = len(bands)
    while (run := chosen[end]) is not None:
        found.append(_completed(run, bands))
        end = run.first
    return found[::-1]


def _runs_from(bands: Sequence[Band], first: int) -> Iterator[tuple[Run, int]]:
    """Yield each run that begins with a band, and what it is worth: the gaps that part its rows less those lost."""
    shared = bands[first].gaps
    parting: set[int] = set()
    worth = 0
    for index in range(first, len(bands)):
        if index > first and bands[index].is_title:
            continue
        before, shared = shared, _common(shared, bands[index].gaps)
        is_same = len(shared) == len(before)
        if is_same and all(old[0] <= new[0] and new[1] <= old[1] for old, new in zip(before, shared, strict=True)):
            worth += _part(bands[index], shared, parting)
        else:
            parting = set()
            worth = sum(_part(band, shared, parting) for band in bands[first : index + 1])
        if index > first and not parting:
            return
        score = worth - _COST if index > first else 0
        yield Run(first, index + 1, shared, [shared[number] for number in sorted(parting)]), score


def _completed(run: Run, bands: Sequence[Band]) -> Run:
    """Add as few shared gaps as part all texts of a row: where a cell of another row stands between, either would."""
    inner = set(run.inner)
    held = [
        {run.gaps[number] for number in numbers}
        for band in bands[run.first : run.last]
        for numbers in _held(band, run.gaps)
        if numbers
    ]
    while unparted := [gaps for gaps in held if inner.isdisjoint(gaps)]:
        counts = Counter(gap for gaps in unparted for gap in gaps)
        inner.add(max(counts, key=lambda gap: (counts[gap], gap[1] - gap[0])))
    return run._replace(inner=sorted(inner))


def _part(band: Band, shared: Sequence[Span], parting: set[int]) -> int:
    """Add the shared gaps that stand alone between two texts of a band, no empty cell beside them, to `parting`.

    Returns:
        What sharing them is worth to the band: its gaps that hold one, less those lost, which hold none.
    """
    between = _held(band, shared)
    parting.update(numbers[0] for numbers in between if len(numbers) == 1)
    return sum(1 if numbers else -_LOSS for numbers in between)


def _held(band: Band, shared: Sequence[Span]) -> list[list[int]]:
    """Return which of the shared gaps lie in each gap between two texts of a band."""
    held: list[list[int]] = [[] for _ in band.gaps]
    for number, gap in enumerate(shared):
        held[bisect_right(band.gaps, (gap[0], _FAR)) - 1].append(number)
    return held[1:-1]


def _common(one: Sequence[Span], other: Sequence[Span]) -> list[Span]:
    """Return the gaps that lie in both of two lists in order."""
    both: list[Span] = []
    i = j = 0
    while i < len(one) and j < len(other):
        start, end = max(one[i][0], other[j][0]), min(one[i][1], other[j][1])
        if end - start >= MIN_GAP:
            both.append((start, end))
        if one[i][1] < other[j][1]:
            i += 1
        else:
            j += 1
    return both


def stab(spans: Iterable[Span]) -> list[Span]:
    """Return the fewest spans such that each of the given ones holds one of them."""
    found: list[Span] = []
    for start, end in sorted(spans, key=lambda span: span[1]):
        if found and start <= found[-1][1]:
            found[-1] = (max(found[-1][0], start), found[-1][1])
        else:
            found.append((start, end))
    return found


def holds(gaps: Iterable[Span], place: float) -> bool:
    """Whether a border at `place` runs through one of the gaps."""
    return any(start <= place <= end for start, end in gaps)
