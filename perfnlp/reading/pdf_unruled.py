"""Tables with horizontal rulings only: three-line tables, or a line under each row.

Columns are told by where rulings end or meet, else by the blank gaps that run through the rows.
Where several rows share the room between two rulings, their figures tell where each begins.
Whatever stays in doubt is left as printed lines.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from perfnlp.reading.pdf_frame import Rect
from perfnlp.reading.pdf_gaps import Band, Run, Span, find_runs, holds, make_band, stab
from perfnlp.reading.pdf_glyphs import Glyph, make_lines
from perfnlp.reading.pdf_grids import Grid, Ruling, find_grids
from perfnlp.reading.pdf_rows import find_splits

_SAME_END = 5.0
_SAME_PLACE = 3.0
_MIN_PIECE = 8.0
_MIN_GAPS = 2  # three columns
_MIN_HEIGHT, _MAX_HEIGHT = 6.0, 150.0
"""Points between which a coloured row is high."""

Joint = tuple[float, float]
"""Height and place where a piece of a ruling ends: a column's border."""


class _Zone(NamedTuple):
    """Rulings that stand in the width of the outermost ones, which have the same ends."""

    left: float
    right: float
    rulings: list[Ruling]


class _Part(NamedTuple):
    """A run and its borders, each with the span that it may move in."""

    run: Run
    borders: list[Span]


def find_joints(pieces: Iterable[Ruling]) -> list[Joint]:
    """Return where pieces of horizontal rulings meet: word processors draw one for each cell."""
    ends: list[tuple[float, float]] = []
    starts: list[tuple[float, float]] = []
    for piece in pieces:
        if piece.end - piece.start >= _MIN_PIECE:
            starts.append((piece.at, piece.start))
            ends.append((piece.at, piece.end))
    known = {(round(at), round(place)) for at, place in ends}
    return [
        (at, place)
        for at, place in set(starts)
        if any((round(at) + i, round(place) + j) in known for i in (-1, 0, 1) for j in (-1, 0, 1))
    ]


def find_stripes(fills: Sequence[Rect], glyphs: Iterable[Glyph]) -> list[Ruling]:
    """Return the edges of coloured rows as pieces of rulings, and where a row without colour begins or ends.

    Args:
        fills: coloured rectangles.
        glyphs: the page's characters.
    """
    rows = [fill for fill in fills if _MIN_HEIGHT <= fill.bottom - fill.top <= _MAX_HEIGHT]
    if not rows:
        return []
    pieces = [Ruling(at, fill.left, fill.right) for fill in rows for at in (fill.top, fill.bottom)]
    sides = (min(fill.left for fill in rows), max(fill.right for fill in rows))
    first, last = min(rows, key=lambda fill: fill.top), max(rows, key=lambda fill: fill.bottom)
    ends = (
        (2 * first.top - first.bottom, first.top, 2 * first.top - first.bottom),
        (last.bottom, 2 * last.bottom - last.top, 2 * last.bottom - last.top),
    )
    glyphs = tuple(glyphs)
    for top, bottom, outer in ends:
        inside = [glyph for glyph in glyphs if top <= (glyph.top + glyph.bottom) / 2 < bottom]
        if len(make_band(top, bottom, sides, inside).gaps) - 2 >= _MIN_GAPS:
            pieces.append(Ruling(outer, *sides))
    return pieces


def find_open_grids(
    rulings: Sequence[Ruling], joints: Sequence[Joint], glyphs: Iterable[Glyph]
) -> tuple[list[Grid], bool]:
    """Return the grids of tables whose columns no ruling keeps apart, and whether rows with columns are in none.

    Args:
        rulings: horizontal ones that meet no vertical one.
        joints: where their pieces meet.
        glyphs: characters that stand in no other table, as wide as their fonts set them.
    """
    found: list[Grid] = []
    is_left = False
    ordered = sorted(glyphs, key=lambda glyph: glyph.top + glyph.bottom)
    for zone in _zones(rulings):
        bands = _bands(zone, ordered)
        inside = [joint for joint in joints if zone.left + _SAME_END < joint[1] < zone.right - _SAME_END]
        parts = _parts(bands, find_runs(bands), [*inside, *_inner_ends(zone)])
        for is_table, group in _tables(parts, bands):
            grids = _grids(zone, bands, group) if is_table else []
            found.extend(grids)
            is_left = is_left or (not grids and any(len(part.run.inner) >= _MIN_GAPS for part in group))
    return found, is_left


def _zones(rulings: Iterable[Ruling]) -> list[_Zone]:
    """Return zones of at least three rulings, two of them outermost."""
    left = sorted(rulings, key=lambda ruling: ruling.start - ruling.end)
    zones: list[_Zone] = []
    while left:
        widest = left[0]
        same = [
            one.at
            for one in left
            if abs(one.start - widest.start) <= _SAME_END and abs(one.end - widest.end) <= _SAME_END
        ]
        sides = (widest.start - _SAME_END, widest.end + _SAME_END)
        inside = [
            one for one in left if min(same) <= one.at <= max(same) and sides[0] <= one.start and one.end <= sides[1]
        ]
        if len({one.at for one in inside}) >= 3 and len(same) > 1:  # noqa: PLR2004  above and below the heading, the end
            zones.append(_Zone(widest.start, widest.end, sorted(inside)))
        left = [one for one in left if one not in inside]
    return zones


def _inner_ends(zone: _Zone) -> Iterator[Joint]:
    for ruling in zone.rulings:
        for place in (ruling.start, ruling.end):
            if zone.left + _SAME_END < place < zone.right - _SAME_END:
                yield ruling.at, place


def _bands(zone: _Zone, ordered: Sequence[Glyph]) -> list[Band]:
    middles = [(glyph.top + glyph.bottom) / 2 for glyph in ordered]
    bands: list[Band] = []
    heights: list[float] = []
    for ruling in zone.rulings:
        if not heights or ruling.at - heights[-1] > _SAME_PLACE:
            heights.append(ruling.at)
    for top, bottom in pairwise(heights):
        inside = [
            glyph
            for glyph in ordered[bisect_left(middles, top) : bisect_left(middles, bottom)]
            if zone.left <= (glyph.left + glyph.right) / 2 <= zone.right
        ]
        bands.append(make_band(top, bottom, (zone.left, zone.right), inside))
    return bands


def _parts(bands: Sequence[Band], runs: Sequence[Run], joints: Sequence[Joint]) -> list[_Part]:
    """Return the runs with their borders: where pieces of rulings end, else one in each gap."""
    certain = [_certain(bands, run, joints) for run in runs]
    spans = [(place, place) for places in certain for place in places]
    for run, places in zip(runs, certain, strict=True):
        if len(run.inner) >= _MIN_GAPS:
            spans.extend(gap for gap in run.inner if not any(holds([gap], place) for place in places))
    stabbed = stab(spans)
    parts = [_Part(run, _borders(run, places, stabbed)) for run, places in zip(runs, certain, strict=True)]
    return [_completed(part, parts) for part in parts]


def _certain(bands: Sequence[Band], run: Run, joints: Sequence[Joint]) -> list[float]:
    """Return the places in a run's gaps where rulings end inside it, or both above and below it."""
    top, bottom = bands[run.first].top, bands[run.last - 1].bottom
    inside, above, below = [], [], []
    for at, place in joints:
        if not holds(run.gaps, place):
            continue
        if abs(at - top) <= _SAME_PLACE:
            above.append(place)
        elif abs(at - bottom) <= _SAME_PLACE:
            below.append(place)
        elif top < at < bottom:
            inside.append(place)
    inside += [place for place in above if any(abs(place - other) <= _SAME_PLACE for other in below)]
    places: list[float] = []
    for place in sorted(inside):
        if not places or place - places[-1] > _SAME_END:
            places.append(place)
    return places


def _borders(run: Run, certain: Sequence[float], stabbed: Sequence[Span]) -> list[Span]:
    borders = [(place, place) for place in certain]
    for gap in run.inner:
        if any(holds([gap], place) for place in certain):
            continue
        inside = [span for span in stabbed if gap[0] <= span[0] and span[1] <= gap[1]]
        borders.append(inside[0] if inside else gap)
    return sorted(borders)


def _completed(part: _Part, parts: Sequence[_Part]) -> _Part:
    """Give a run the borders of others whose every border runs through its gaps, where it has no text."""
    gaps = part.run.gaps
    borders = list(part.borders)
    index = parts.index(part)
    for number, other in enumerate(parts):
        fits = all(holds(gaps, _middle(border)) for border in other.borders)
        is_merged = (
            abs(number - index) == 1
            and len(part.run.inner) < len(other.run.inner)
            and part.run.last - part.run.first == 1
        )
        if fits or is_merged:
            borders += [
                border
                for border in other.borders
                if holds(gaps, _middle(border))
                and all(abs(_middle(border) - _middle(own)) > _SAME_END for own in borders)
            ]
    return _Part(part.run, sorted(borders))


def _middle(span: Span) -> float:
    return (span[0] + span[1]) / 2


def _tables(parts: Sequence[_Part], bands: Sequence[Band]) -> Iterator[tuple[bool, list[_Part]]]:
    """Yield the parts that hang together, and whether a run with several columns is among them."""
    for _, group in groupby(parts, key=lambda part: _hangs(part, parts, bands)):
        table = list(group)
        yield any(part.run.last - part.run.first > 1 and len(part.borders) >= _MIN_GAPS for part in table), table


def _hangs(part: _Part, parts: Sequence[_Part], bands: Sequence[Band]) -> bool:
    """Whether a run has columns, or is a merged row right above or below one that has."""
    if part.run.inner:
        return True
    index = parts.index(part)
    beside = [other for other in parts[max(index - 1, 0) : index + 2] if other is not part]
    return bands[part.run.first].is_title and any(len(other.borders) >= _MIN_GAPS for other in beside)


def _grids(zone: _Zone, bands: Sequence[Band], table: Sequence[_Part]) -> list[Grid]:
    top, bottom = bands[table[0].run.first].top, bands[table[-1].run.last - 1].bottom
    across = [ruling for ruling in zone.rulings if top - _SAME_PLACE <= ruling.at <= bottom + _SAME_PLACE]
    down: list[Ruling] = []
    n_bands = table[-1].run.last - table[0].run.first
    spans: list[Span] = []
    for part in table:
        rows = _row_rulings(bands[part.run.first : part.run.last], part.borders, zone, has_body=n_bands == 2)  # noqa: PLR2004
        if rows is None:
            return []
        across += rows
        for border in part.borders:
            down += _drawn(_middle(border), bands[part.run.first : part.run.last])
        spans += part.borders
    slack = {_middle(span): span for span in spans}
    return [
        grid._replace(slack=tuple(slack.get(x, (x, x)) for x in grid.xs))
        for grid in find_grids(sorted(across), down)[0]
    ]


def _drawn(place: float, bands: Sequence[Band]) -> Iterator[Ruling]:
    """Yield the pieces of a border through bands in sequence; merged rows interrupt it."""
    for is_open, run in groupby(bands, key=lambda band: holds(band.gaps, place)):
        if is_open:
            inside = list(run)
            yield Ruling(place, inside[0].top, inside[-1].bottom)


def _row_rulings(bands: Sequence[Band], borders: Sequence[Span], zone: _Zone, *, has_body: bool) -> list[Ruling] | None:
    """Return rulings between the rows that share a band; None if nobody can tell where they begin."""
    columns = list(pairwise([zone.left, *map(_middle, borders), zone.right]))
    rulings: list[Ruling] = []
    for number, band in enumerate(bands):
        places = find_splits([_between(band.glyphs, *column) for column in columns])
        is_body = has_body and number == 1
        if is_body and not places and len(make_lines(band.glyphs)) > 1:
            return None
        rulings.extend(Ruling(at, zone.left, zone.right) for at in places or ())
    return rulings


def _between(glyphs: Iterable[Glyph], left: float, right: float) -> list[Glyph]:
    return [glyph for glyph in glyphs if left <= (glyph.left + glyph.right) / 2 <= right]
