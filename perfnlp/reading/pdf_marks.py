"""What a PDF page draws besides its text: rulings and images, through nested forms.

Of text objects only the way they run is noted.
"""

import ctypes
import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple

from perfnlp.reading.pdf_frame import IDENTITY, Affine, Rect, compose, map_rect

MAX_THICKNESS = 3.2
"""A shape thinner than this, in points, is a ruling."""
_MAX_DEPTH = 8
_STRAIGHT = 0.7  # points by which a ruling may be askew
_OBLIQUE = 0.12  # sine of the angle from which text does not run along the page
_INVISIBLE = 3  # text render mode
_N_SAMPLE = 40
_RECTANGLE = range(4, 6)  # points of its path, the first one perhaps repeated


class Stroke(NamedTuple):
    """A straight piece of a drawn line, from one end to the other, in user space."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(slots=True)
class Marks:
    """What stands on a page, in user space; grows while the page is walked.

    Attributes:
        strokes: thin shapes and the straight edges of stroked ones.
        images: areas of images.
        fills: coloured rectangles without an outline.
        n_paths: vector shapes of any kind; letters drawn as outlines count here.
        directions: quarter turns (0 right, 1 up, 2 left, 3 down) -> text objects that run so.
        oblique: addresses of text objects that run askew: watermarks, seals.
    """

    strokes: list[Stroke] = field(default_factory=list)
    images: list[Rect] = field(default_factory=list)
    fills: list[Rect] = field(default_factory=list)
    n_paths: int = 0
    directions: Counter[int] = field(default_factory=Counter)
    oblique: set[int] = field(default_factory=set)


def read_marks(page: Any) -> Marks:
    """Return what the objects of a pypdfium2 page draw."""
    marks = Marks()
    _Walk(marks).read_children(page.raw, IDENTITY)
    return marks


def is_layered(textpage: Any) -> bool:
    """Whether the text of a page is without ink, as the layer is that a scanner's software adds."""
    import pypdfium2.raw as pdfium

    n_characters = pdfium.FPDFText_CountChars(textpage.raw)
    sample = range(0, n_characters, max(1, n_characters // _N_SAMPLE))
    handles = [handle for index in sample if (handle := pdfium.FPDFText_GetTextObject(textpage.raw, index))]
    modes = [pdfium.FPDFTextObj_GetTextRenderMode(handle) for handle in handles]
    return modes.count(_INVISIBLE) * 2 > len(modes)


class _Walk:
    """Goes through the objects of a page; keeps the room that pdfium writes its answers to."""

    def __init__(self, marks: Marks) -> None:
        import pypdfium2.raw as pdfium

        self._pdfium = pdfium
        self._marks = marks
        self._matrix = pdfium.FS_MATRIX()
        self._matrix_ref = ctypes.byref(self._matrix)
        self._sides = tuple(ctypes.c_float() for _ in range(4))
        self._side_refs = tuple(map(ctypes.byref, self._sides))

    def read_children(self, container: Any, frame: Affine, depth: int = 0) -> None:
        """Read the objects of a page or, below it, of a form that `frame` maps to user space."""
        pdfium = self._pdfium
        get_type = pdfium.FPDFPageObj_GetType
        text = pdfium.FPDF_PAGEOBJ_TEXT
        count = pdfium.FPDFFormObj_CountObjects if depth else pdfium.FPDFPage_CountObjects
        get = pdfium.FPDFFormObj_GetObject if depth else pdfium.FPDFPage_GetObject
        for index in range(count(container)):
            handle = get(container, index)
            if not handle:
                continue
            kind = get_type(handle)
            if kind == text:
                self._read_text(handle, frame)
            elif kind == pdfium.FPDF_PAGEOBJ_PATH:
                self._read_path(handle, frame)
            elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                self._read_image(handle, frame)
            elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _MAX_DEPTH:
                self.read_children(handle, compose(self._get_matrix(handle), frame), depth + 1)

    def _get_matrix(self, handle: Any) -> Affine:
        matrix = self._matrix
        self._pdfium.FPDFPageObj_GetMatrix(handle, self._matrix_ref)
        return (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)

    def _get_bounds(self, handle: Any, frame: Affine) -> Rect:
        self._pdfium.FPDFPageObj_GetBounds(handle, *self._side_refs)
        left, bottom, right, top = (side.value for side in self._sides)
        return Rect(left, bottom, right, top) if frame is IDENTITY else map_rect(frame, left, bottom, right, top)

    def _read_text(self, handle: Any, frame: Affine) -> None:
        """Note which way a text object runs."""
        self._pdfium.FPDFPageObj_GetMatrix(handle, self._matrix_ref)
        x, y = self._matrix.a, self._matrix.b
        if frame is not IDENTITY:
            x, y = frame[0] * x + frame[2] * y, frame[1] * x + frame[3] * y
        if y == 0 and x > 0:
            self._marks.directions[0] += 1
        elif min(abs(x), abs(y)) > _OBLIQUE * math.hypot(x, y):
            self._marks.oblique.add(ctypes.addressof(handle.contents))
        else:
            self._marks.directions[round(math.atan2(y, x) / (math.pi / 2)) % 4] += 1

    def _read_image(self, handle: Any, frame: Affine) -> None:
        area = self._get_bounds(handle, frame)
        thin = _thin_stroke(area)
        if thin is None:
            self._marks.images.append(area)
        else:
            self._marks.strokes.append(thin)

    def _read_path(self, handle: Any, frame: Affine) -> None:
        self._marks.n_paths += 1
        n_segments = self._pdfium.FPDFPath_CountSegments(handle)
        if n_segments != 2:  # noqa: PLR2004  a line has two points, and its bounds reach beyond them
            thin = _thin_stroke(self._get_bounds(handle, frame))
            if thin is not None:
                self._marks.strokes.append(thin)
                return
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        self._pdfium.FPDFPath_GetDrawMode(handle, fill, stroke)
        areas: list[Rect] = []
        for points in self._outlines(handle, n_segments, compose(self._get_matrix(handle), frame)):
            xs, ys = [x for x, _ in points], [y for _, y in points]
            area = Rect(min(xs), min(ys), max(xs), max(ys))
            thin = _thin_stroke(area)
            if len(points) == 1:
                continue
            if thin is not None:
                self._marks.strokes.append(thin)
            elif stroke.value:
                self._marks.strokes.extend(_straight(points))
            else:
                areas.append(area)
        self._marks.strokes.extend(_rings(areas))
        if fill.value and n_segments in _RECTANGLE:
            self._marks.fills.extend(areas)

    def _outlines(self, handle: Any, n_segments: int, frame: Affine) -> list[list[tuple[float, float]]]:
        """Return the points of each part of a path; a curve is left to its points."""
        pdfium = self._pdfium
        a, b, c, d, e, f = frame
        x, y = self._sides[:2]
        refs = self._side_refs[:2]
        parts: list[list[tuple[float, float]]] = []
        for index in range(n_segments):
            segment = pdfium.FPDFPath_GetPathSegment(handle, index)
            pdfium.FPDFPathSegment_GetPoint(segment, *refs)
            point = (a * x.value + c * y.value + e, b * x.value + d * y.value + f)
            if not parts or pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO:
                parts.append([point])
            else:
                parts[-1].append(point)
            if pdfium.FPDFPathSegment_GetClose(segment):
                parts[-1].append(parts[-1][0])
        return parts


def _thin_stroke(area: Rect) -> Stroke | None:
    """Return the middle line of a thin shape."""
    width, height = area.right - area.left, area.bottom - area.top
    if height <= MAX_THICKNESS and width >= height:
        middle = (area.top + area.bottom) / 2
        return Stroke(area.left, middle, area.right, middle)
    if width <= MAX_THICKNESS:
        middle = (area.left + area.right) / 2
        return Stroke(middle, area.top, middle, area.bottom)
    return None


def _straight(points: list[tuple[float, float]]) -> Iterator[Stroke]:
    for (x0, y0), (x1, y1) in pairwise(points):
        if abs(x0 - x1) <= _STRAIGHT or abs(y0 - y1) <= _STRAIGHT:
            yield Stroke(x0, y0, x1, y1)


def _rings(areas: list[Rect]) -> Iterator[Stroke]:
    """Yield the four sides of frames that are drawn as one area with a hole."""
    for outer, inner in pairwise(areas):
        gaps = [abs(one - other) for one, other in zip(outer, inner, strict=True)]
        if max(gaps) <= MAX_THICKNESS and any(gaps):
            left, top, right, bottom = ((one + other) / 2 for one, other in zip(outer, inner, strict=True))
            yield from (Stroke(left, top, right, top), Stroke(left, bottom, right, bottom))
            yield from (Stroke(left, top, left, bottom), Stroke(right, top, right, bottom))
