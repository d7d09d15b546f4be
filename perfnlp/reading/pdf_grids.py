"""From rulings to the cells of tables: pure geometry in points, no text.

Rulings that touch make one grid. Its cells are the faces between its lines; where a
piece of ruling is missing between two faces they are one merged cell.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from perfnlp.reading.pdf_frame import Rect

_SNAP = 3.0
"""Parallel rulings nearer than this are one (double lines, the borders of two neighbours)."""
_JOIN = 3.6
"""Collinear pieces with a smaller gap are one ruling (dashes, dots, corners)."""
_MIN_LENGTH = 5.0
_TOUCH = 3.5
_COVERED = 0.6
"""Share of a face's side that a ruling must cover to close it."""
_MAX_CROSSINGS = 400_000
"""More pairs of rulings than any table has: a drawing."""


class Ruling(NamedTuple):
    """A horizontal or vertical line.

    Attributes:
        at: its y (horizontal) or x (vertical).
        start, end: where it begins and ends along the other axis.
    """

    at: float
    start: float
    end: float


class Cell(NamedTuple):
    """A cell by the grid lines around it: half-open ranges of faces."""

    left: int
    top: int
    right: int
    bottom: int


class Grid(NamedTuple):
    """One table: its lines and cells.

    Attributes:
        xs, ys: the grid lines, growing.
        cells: in reading order of their upper left corners.
        faces: for each row of faces, the index of each face's cell.
        slack: for each x, from where to where it might stand; () if all are ruled.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[Cell, ...]
    faces: tuple[tuple[int, ...], ...]
    slack: tuple[tuple[float, float], ...] = ()

    def area(self, cell: Cell) -> Rect:
        """Return the rectangle of a cell."""
        return Rect(self.xs[cell.left], self.ys[cell.top], self.xs[cell.right], self.ys[cell.bottom])


def join_rulings(pieces: Iterable[Ruling]) -> list[Ruling]:
    """Return the rulings that collinear pieces make."""
    joined: list[Ruling] = []
    cluster: list[Ruling] = []
    for piece in sorted(pieces):
        if cluster and piece.at - cluster[0].at > _SNAP:
            joined.extend(_join_cluster(cluster))
            cluster = []
        cluster.append(piece)
    joined.extend(_join_cluster(cluster))
    return joined


def _join_cluster(cluster: list[Ruling]) -> list[Ruling]:
    """Join pieces on one line; its place is the mean, longer pieces counting more."""
    total = sum(piece.end - piece.start for piece in cluster)
    if total < _MIN_LENGTH:
        return []
    at = sum(piece.at * (piece.end - piece.start) for piece in cluster) / total
    joined: list[Ruling] = []
    for _, start, end in sorted(cluster, key=lambda piece: piece.start):
        if joined and start <= joined[-1].end + _JOIN:
            joined[-1] = Ruling(at, joined[-1].start, max(joined[-1].end, end))
        else:
            joined.append(Ruling(at, start, end))
    return [ruling for ruling in joined if ruling.end - ruling.start >= _MIN_LENGTH]


def find_grids(across: Sequence[Ruling], down: Sequence[Ruling]) -> tuple[list[Grid], list[Ruling]]:
    """Return the grids that joined rulings make, and the horizontal rulings that meet no vertical one."""
    if len(across) * len(down) > _MAX_CROSSINGS:
        return [], []
    groups, alone = _components(across, down)
    grids = [grid for group in groups if (grid := _grid(*group)) is not None]
    return grids, alone


def _components(
    across: Sequence[Ruling], down: Sequence[Ruling]
) -> tuple[list[tuple[list[Ruling], list[Ruling]]], list[Ruling]]:
    parents = list(range(len(across) + len(down)))

    def root(node: int) -> int:
        while parents[node] != node:
            parents[node] = parents[parents[node]]
            node = parents[node]
        return node

    for i, horizontal in enumerate(across):
        for j, vertical in enumerate(down):
            if _touch(horizontal, vertical):
                parents[root(i)] = root(len(across) + j)
    groups: dict[int, tuple[list[Ruling], list[Ruling]]] = {}
    for index, ruling in enumerate((*across, *down)):
        groups.setdefault(root(index), ([], []))[index >= len(across)].append(ruling)
    alone = [ruling for horizontals, verticals in groups.values() if not verticals for ruling in horizontals]
    return [group for group in groups.values() if all(group)], alone


def _touch(horizontal: Ruling, vertical: Ruling) -> bool:
    return (
        vertical.start - _TOUCH <= horizontal.at <= vertical.end + _TOUCH
        and horizontal.start - _TOUCH <= vertical.at <= horizontal.end + _TOUCH
    )


def _grid(across: list[Ruling], down: list[Ruling]) -> Grid | None:
    """Return the grid of rulings that hang together; sides that are not drawn are added."""
    left = min([ruling.start for ruling in across] + [ruling.at for ruling in down])
    right = max([ruling.end for ruling in across] + [ruling.at for ruling in down])
    top = min([ruling.start for ruling in down] + [ruling.at for ruling in across])
    bottom = max([ruling.end for ruling in down] + [ruling.at for ruling in across])
    across = [*across, Ruling(top, left, right), Ruling(bottom, left, right)]
    down = [*down, Ruling(left, top, bottom), Ruling(right, top, bottom)]
    across = _trimmed(across, down)
    down = _trimmed(down, across)
    ys, xs = _places(across), _places(down)
    if len(ys) < 2 or len(xs) < 3:  # noqa: PLR2004  one row, two columns
        return None
    below = _closed(across, ys, xs)
    beside = _closed(down, xs, ys)
    return _merge_faces(xs, ys, below, beside)


def _trimmed(rulings: list[Ruling], crossing: list[Ruling]) -> list[Ruling]:
    """Cut each ruling back to the outermost ones that it meets; one that ends in mid-cell closes nothing there."""
    kept = []
    for ruling in rulings:
        met = [other.at for other in crossing if _touch(ruling, other)]
        if len(met) > 1 and max(met) - min(met) > _SNAP:
            kept.append(Ruling(ruling.at, min(met), max(met)))
    return kept


def _places(rulings: list[Ruling]) -> tuple[float, ...]:
    places: list[float] = []
    for at in sorted({ruling.at for ruling in rulings}):
        if not places or at - places[-1] > _SNAP:
            places.append(at)
    return tuple(places)


def _closed(rulings: list[Ruling], at: tuple[float, ...], along: tuple[float, ...]) -> list[list[bool]]:
    """Return for each grid line which of its pieces between the lines `along` are drawn."""
    closed = [[False] * (len(along) - 1) for _ in at]
    for ruling in rulings:
        line = closed[min(range(len(at)), key=lambda place: abs(at[place] - ruling.at))]
        for index, (start, end) in enumerate(pairwise(along)):
            if min(end, ruling.end) - max(start, ruling.start) >= _COVERED * (end - start):
                line[index] = True
    return closed


def _merge_faces(
    xs: tuple[float, ...], ys: tuple[float, ...], below: list[list[bool]], beside: list[list[bool]]
) -> Grid:
    """Take face by face in reading order; each grows right, then down, where no ruling stands between."""
    n_columns, n_rows = len(xs) - 1, len(ys) - 1
    faces = [[-1] * n_columns for _ in range(n_rows)]
    cells: list[Cell] = []
    for top in range(n_rows):
        for left in range(n_columns):
            if faces[top][left] >= 0:
                continue
            right = left + 1
            while right < n_columns and not beside[right][top] and faces[top][right] < 0:
                right += 1
            bottom = top + 1
            while bottom < n_rows and _is_open(below[bottom], beside, bottom, left, right):
                bottom += 1
            for row in range(top, bottom):
                faces[row][left:right] = [len(cells)] * (right - left)
            cells.append(Cell(left, top, right, bottom))
    return Grid(xs, ys, tuple(cells), tuple(map(tuple, faces)))


def _is_open(line: list[bool], beside: list[list[bool]], row: int, left: int, right: int) -> bool:
    """Whether the faces left..right of `row` belong to the cell above: no line above them, none between."""
    return not any(line[left:right]) and not any(beside[column][row] for column in range(left + 1, right))
