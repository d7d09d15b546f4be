"""Tables with horizontal rulings only: three-line tables, or a line under each row.

The blank gaps that run through all of their rows stand for the vertical rulings. Where
several rows share the room between two rulings, their figures tell where each begins. Whatever
stays in doubt is left as printed lines.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from perfnlp.reading.pdf_glyphs import Glyph, make_lines
from perfnlp.reading.pdf_grids import Grid, Ruling, find_grids
from perfnlp.reading.pdf_rows import find_splits

_SAME_END = 5.0
_MIN_GAP = 4.0
_MIN_GAPS = 2  # three columns

Span = tuple[float, float]


class _Band(NamedTuple):
    """The room between two rulings."""

    top: float
    bottom: float
    glyphs: list[Glyph]
    gaps: list[Span]


def find_open_grids(rulings: Sequence[Ruling], glyphs: Sequence[Glyph]) -> list[Grid]:
    """Return the grids of tables whose columns only blank gaps keep apart.

    Args:
        rulings: horizontal ones that meet no vertical one.
        glyphs: characters that stand in no other table.
    """
    grids: list[Grid] = []
    for group in _groups(rulings):
        left, right = min(ruling.start for ruling in group), max(ruling.end for ruling in group)
        bands = [_band(upper.at, lower.at, left, right, glyphs) for upper, lower in pairwise(group)]
        for run, gaps in _runs(bands):
            rows = _row_rulings(run, gaps, left, right)
            if rows is None:
                continue
            top, bottom = run[0].top, run[-1].bottom
            across = [ruling for ruling in group if top <= ruling.at <= bottom] + rows
            down = [Ruling((start + end) / 2, top, bottom) for start, end in gaps]
            grids.extend(find_grids(sorted(across), down)[0])
    return grids


def _groups(rulings: Iterable[Ruling]) -> list[list[Ruling]]:
    """Return runs of rulings with the same ends, from top to bottom, at least three."""
    groups: list[list[Ruling]] = []
    for ruling in sorted(rulings):
        for group in groups:
            if abs(group[0].start - ruling.start) <= _SAME_END and abs(group[0].end - ruling.end) <= _SAME_END:
                group.append(ruling)
                break
        else:
            groups.append([ruling])
    return [group for group in groups if len(group) >= 3]  # noqa: PLR2004  above and below the heading, and the end


def _band(top: float, bottom: float, left: float, right: float, glyphs: Sequence[Glyph]) -> _Band:
    inside = [
        glyph
        for glyph in glyphs
        if top <= (glyph.top + glyph.bottom) / 2 < bottom and left <= (glyph.left + glyph.right) / 2 <= right
    ]
    gaps: list[Span] = []
    reach = left
    for glyph in sorted(inside, key=lambda glyph: glyph.left):
        if glyph.left - reach >= _MIN_GAP:
            gaps.append((reach, glyph.left))
        reach = max(reach, glyph.right)
    gaps.append((reach, right))
    return _Band(top, bottom, inside, gaps)


def _runs(bands: Sequence[_Band]) -> Iterator[tuple[list[_Band], list[Span]]]:
    """Yield each longest run of bands with text that share gaps, and those between its columns."""
    run: list[_Band] = []
    shared: list[Span] = []
    for band in bands:
        common = _common(shared, band.gaps) if run else band.gaps
        if band.glyphs and len(_inner(common, [*run, band])) >= _MIN_GAPS:
            run.append(band)
            shared = common
            continue
        if len(run) > 1:
            yield run, _inner(shared, run)
        run, shared = ([band], band.gaps) if len(_inner(band.gaps, [band])) >= _MIN_GAPS else ([], [])
    if len(run) > 1:
        yield run, _inner(shared, run)


def _common(one: Sequence[Span], other: Sequence[Span]) -> list[Span]:
    both = ((max(a[0], b[0]), min(a[1], b[1])) for a in one for b in other)
    return [(start, end) for start, end in both if end - start >= _MIN_GAP]


def _inner(gaps: Sequence[Span], bands: Sequence[_Band]) -> list[Span]:
    """Return the gaps with text on both sides."""
    glyphs = [glyph for band in bands for glyph in band.glyphs]
    if not glyphs:
        return []
    left, right = min(glyph.left for glyph in glyphs), max(glyph.right for glyph in glyphs)
    return [(start, end) for start, end in gaps if start > left and end < right]


def _row_rulings(run: Sequence[_Band], gaps: Sequence[Span], left: float, right: float) -> list[Ruling] | None:
    """Return rulings between the rows that share a band; None if nobody can tell where they begin."""
    columns = [(left, gaps[0][0]), *((a[1], b[0]) for a, b in pairwise(gaps)), (gaps[-1][1], right)]
    rulings: list[Ruling] = []
    for number, band in enumerate(run):
        places = find_splits([_between(band.glyphs, *column) for column in columns])
        is_body = number and len(run) == 2  # noqa: PLR2004  a heading and one body
        if places is None or (is_body and not places and len(make_lines(band.glyphs)) > 1):
            return None
        rulings.extend(Ruling(at, left, right) for at in places)
    return rulings


def _between(glyphs: Iterable[Glyph], left: float, right: float) -> list[Glyph]:
    return [glyph for glyph in glyphs if left <= (glyph.left + glyph.right) / 2 <= right]
