"""Find the ruled tables of a straight page: the grid, and the cells that span several of its places.

Rulings are the long thin runs of ink. A gap in a ruling, as a faint scan leaves it, is
bridged; where most of an edge is missing, the two places beside it are one merged cell.
"""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from perfnlp.reading.scan_image import Grey, Mask, Page

_FAINT = 205  # brighter than ink: rulings are thin, a coarse scan makes them pale
_COVERED = 0.55  # share of an edge that its ruling must show
_LONG = 2.5  # letters: no stroke of a letter is as long
_CERTAIN = 8  # letters: a run as long is a ruling wherever it ends
_TALL = 1.3  # letters: no stroke is taller, every row of a table is


@dataclass(frozen=True, slots=True, kw_only=True)
class GridCell:
    """A cell: the places of the grid that it spans, and its inside on the page in pixels.

    Attributes:
        row, column: its first place, counted from 0.
        n_rows, n_columns: how many places it spans.
        left, top, right, bottom: its inside, rulings excluded.
    """

    row: int
    column: int
    n_rows: int
    n_columns: int
    left: int
    top: int
    right: int
    bottom: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A ruled table: rows and columns in number, its outline in pixels, and its cells row by row."""

    n_rows: int
    n_columns: int
    left: int
    top: int
    right: int
    bottom: int
    cells: tuple[GridCell, ...]


def find_grids(page: Page) -> tuple[tuple[Grid, ...], Grey]:
    """Return the ruled tables of a page, from top to bottom, and the page without their rulings.

    A frame around one single cell is no table.
    """
    import cv2

    across, down = _rulings(page.grey, page.letter)
    reach = max(3, round(page.letter * 0.5))
    joined = cv2.dilate(across | down, np.ones((reach, reach), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(joined)
    grids = []
    clean = page.grey.copy()
    for number, (x, y, width, height, _) in enumerate(stats[1:], start=1):
        if min(width, height) < _TALL * page.letter:
            continue
        window = (slice(y, y + height), slice(x, x + width))
        here = (labels[window] == number).astype(np.uint8)
        grid = _read_grid(across[window] & here, down[window] & here, (int(x), int(y)), page.letter)
        if grid is not None:
            grids.append(grid)
            rulings = cv2.dilate((across[window] | down[window]) & here, np.ones((5, 5), np.uint8)) > 0
            clean[window][rulings & _borders(grid, page.grey.shape, page.letter)[window]] = 255
    return tuple(sorted(grids, key=lambda grid: (grid.top, grid.left))), clean


def _borders(grid: Grid, shape: tuple[int, ...], letter: float) -> NDArray[np.bool_]:
    """Tell where rulings may be: everywhere but in the middle of cells."""
    borders = np.ones(shape, dtype=bool)
    margin = round(letter * 0.2)
    for cell in grid.cells:
        borders[cell.top + margin : cell.bottom - margin, cell.left + margin : cell.right - margin] = False
    return borders


def _rulings(grey: Grey, letter: float) -> tuple[Mask, Mask]:
    """Return the masks (1 = ruling) of what is ruled across and of what is ruled down."""
    import cv2

    ink = (grey < _FAINT).astype(np.uint8)
    gap = max(2, round(letter * 0.15))
    masks = []
    for size in ((1, round(letter * _LONG)), (round(letter * _TALL), 1)):
        bridge = np.ones((1, gap) if size[0] == 1 else (gap, 1), np.uint8)
        runs = cv2.morphologyEx(cv2.morphologyEx(ink, cv2.MORPH_CLOSE, bridge), cv2.MORPH_OPEN, np.ones(size, np.uint8))
        masks.append(np.asarray(runs, dtype=np.uint8))
    return masks[0], masks[1]


def _read_grid(across: Mask, down: Mask, origin: tuple[int, int], letter: float) -> Grid | None:
    """Return the grid of one connected set of rulings whose upper left corner is `origin`."""
    across, down = _anchored(across, down, letter), _anchored(down.T, across.T, letter).T
    ys, xs = _lines(across, letter), _lines(down.T, letter)
    if not ys or not xs:
        return None
    xs, ys = _with_open_sides(xs, across, letter), _with_open_sides(ys, down.T, letter)
    walls_across, walls_down = _walls(across, ys, xs), _walls(down.T, xs, ys)
    ys = [y for y, walls in zip(ys, walls_across, strict=True) if walls.any()]
    xs = [x for x, walls in zip(xs, walls_down, strict=True) if walls.any()]
    if len(ys) + len(xs) < 5:  # noqa: PLR2004  four sides, and a line that parts two cells
        return None
    left, top = origin
    xs_on_page, ys_on_page = [left + x for x in xs], [top + y for y in ys]
    places = _merge(_walls(across, ys, xs), _walls(down.T, xs, ys))
    inset = max(2, round(letter * 0.1))
    return Grid(
        n_rows=len(ys) - 1,
        n_columns=len(xs) - 1,
        left=round(xs_on_page[0]),
        top=round(ys_on_page[0]),
        right=round(xs_on_page[-1]),
        bottom=round(ys_on_page[-1]),
        cells=tuple(
            GridCell(
                row=row,
                column=column,
                n_rows=n_rows,
                n_columns=n_columns,
                left=round(xs_on_page[column]) + inset,
                top=round(ys_on_page[row]) + inset,
                right=round(xs_on_page[column + n_columns]) - inset + 1,
                bottom=round(ys_on_page[row + n_rows]) - inset + 1,
            )
            for row, column, n_rows, n_columns in places
        ),
    )


def _walls(mask: Mask, lines: list[float], crossing: list[float]) -> NDArray[np.bool_]:
    """Return, for each line across `mask` and each stretch between two crossing lines, whether a wall stands there."""
    walls = np.array(
        [[_cover(mask, line, span) >= _COVERED for span in itertools.pairwise(crossing)] for line in lines]
    )
    walls[[0, -1]] = True
    return walls


def _merge(across: NDArray[np.bool_], down: NDArray[np.bool_]) -> Iterator[tuple[int, int, int, int]]:
    """Yield row, column, number of rows and of columns of every cell: a rectangle of places without a wall between."""
    n_rows, n_columns = len(across) - 1, len(down) - 1
    is_taken = np.zeros((n_rows, n_columns), dtype=bool)
    for row, column in np.ndindex(n_rows, n_columns):
        if is_taken[row, column]:
            continue
        right, bottom = column + 1, row + 1
        while right < n_columns and not down[right, row] and not is_taken[row, right]:
            right += 1
        while bottom < n_rows and not across[bottom, column:right].any() and not is_taken[bottom, column:right].any():
            bottom += 1
        is_taken[row:bottom, column:right] = True
        yield row, column, bottom - row, right - column


def _anchored(mask: Mask, crossing: Mask, letter: float) -> Mask:
    """Return the rulings across `mask` that are long or meet a crossing one at both ends.

    Strokes of neighbouring letters that touch look like a ruling, but end in the middle of a cell.
    """
    import cv2

    labels, stats, _ = _segments(mask, letter)
    reach = max(3, round(letter * 0.6)) | 1
    posts = cv2.dilate(np.ascontiguousarray(crossing), np.ones((reach, reach), np.uint8))
    keep = np.zeros(len(stats), dtype=bool)
    for number, (x, y, width, height, _) in enumerate(stats[1:], start=1):
        ends = posts[y : y + height, x], posts[y : y + height, x + width - 1]
        keep[number] = width >= _CERTAIN * letter or all(end.any() for end in ends)
    return np.asarray(mask * keep[labels], dtype=np.uint8)


def _segments(mask: Mask, letter: float) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.float64]]:
    """Return labels, boxes and centres of the rulings across `mask`; gaps of a letter are bridged."""
    import cv2

    gap = max(3, round(letter))
    padded = np.pad(mask, ((0, 0), (gap, gap)))  # else a bridge would be built to the edge
    joined = cv2.morphologyEx(padded, cv2.MORPH_CLOSE, np.ones((3, gap), np.uint8))[:, gap:-gap]
    _, labels, stats, centres = cv2.connectedComponentsWithStats(np.ascontiguousarray(joined))
    return np.asarray(labels), np.asarray(stats), np.asarray(centres)


def _lines(mask: Mask, letter: float) -> list[float]:
    """Return the heights at which lines run across `mask`, those within a third of a letter as one."""
    _, stats, centres = _segments(mask, letter)
    found = sorted((float(centre[1]), float(stat[2])) for stat, centre in zip(stats[1:], centres[1:], strict=True))
    groups: list[list[tuple[float, float]]] = []
    for height, length in found:
        if groups and height - groups[-1][-1][0] < letter * 0.35:
            groups[-1].append((height, length))
        else:
            groups.append([(height, length)])
    return [sum(h * n for h, n in group) / sum(n for _, n in group) for group in groups]


def _with_open_sides(xs: list[float], across: Mask, letter: float) -> list[float]:
    """Add the left and the right side of a table whose rulings across go on beyond its last ruling down."""
    columns = np.flatnonzero(across.any(axis=0))
    if not columns.size:
        return xs
    first, last = float(columns[0]), float(columns[-1])
    if not xs or xs[0] - first > _LONG / 2 * letter:
        xs = [first, *xs]
    if last - xs[-1] > _LONG / 2 * letter:
        xs = [*xs, last]
    return xs


def _cover(mask: Mask, height: float, span: tuple[float, float]) -> float:
    """Return which share of `span` a line across `mask` at `height` covers."""
    near = max(3, round(mask.shape[0] * 0.002))
    rows = mask[max(0, round(height) - near) : round(height) + near + 1, round(span[0]) + 2 : round(span[1]) - 1]
    return float(rows.any(axis=0).mean()) if rows.size else 0.0
