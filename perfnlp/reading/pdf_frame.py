"""Coordinates of a page: from PDF user space to the page as a reader sees it, its text upright.

A frame has its origin in the upper left corner and counts downwards, in points.
"""

from typing import NamedTuple

Affine = tuple[float, float, float, float, float, float]
"""(a, b, c, d, e, f) maps (x, y) to (a x + c y + e, b x + d y + f), as a PDF matrix does."""

IDENTITY: Affine = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Rect(NamedTuple):
    """A rectangle in a frame: left <= right, top <= bottom."""

    left: float
    top: float
    right: float
    bottom: float


def compose(inner: Affine, outer: Affine) -> Affine:
    """Return the map that applies `inner` first, then `outer`."""
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return (p * a + r * b, q * a + s * b, p * c + r * d, q * c + s * d, p * e + r * f + t, q * e + s * f + u)


def invert(affine: Affine) -> Affine:
    """Return the inverse of a map that turns and shifts; its determinant is never 0."""
    a, b, c, d, e, f = affine
    determinant = a * d - b * c
    a, b, c, d = d / determinant, -b / determinant, -c / determinant, a / determinant
    return (a, b, c, d, -(a * e + c * f), -(b * e + d * f))


def map_rect(affine: Affine, left: float, top: float, right: float, bottom: float) -> Rect:
    """Return the rectangle between the mapped corners; `affine` turns by quarters only."""
    a, b, c, d, e, f = affine
    x0, y0 = a * left + c * top + e, b * left + d * top + f
    x1, y1 = a * right + c * bottom + e, b * right + d * bottom + f
    if x0 > x1:
        x0, x1 = x1, x0
    return Rect(x0, y0, x1, y1) if y0 <= y1 else Rect(x0, y1, x1, y0)


def page_frame(bounds: tuple[float, float, float, float], rotation: int) -> Affine:
    """Return the map from user space to the displayed page.

    Args:
        bounds: left, bottom, right, top of the visible page in user space.
        rotation: quarter turns clockwise that the page is displayed with.
    """
    left, bottom, right, top = bounds
    frames: tuple[Affine, ...] = (
        (1, 0, 0, -1, -left, top),
        (0, 1, 1, 0, -bottom, -left),
        (-1, 0, 0, 1, right, -bottom),
        (0, -1, -1, 0, top, right),
    )
    return frames[rotation % 4]


def turn(quarters: int, width: float, height: float) -> Affine:
    """Return the map that turns a displayed page clockwise by quarters, so that its text comes upright.

    Args:
        quarters: 0-3.
        width: of the displayed page.
        height: of the displayed page.
    """
    turns: tuple[Affine, ...] = (
        IDENTITY,
        (0, 1, -1, 0, height, 0),
        (-1, 0, 0, -1, width, height),
        (0, -1, 1, 0, 0, width),
    )
    return turns[quarters % 4]
