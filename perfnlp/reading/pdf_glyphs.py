"""Characters of a page with their places, and the lines that they make."""

import ctypes
from collections.abc import Iterable
from itertools import pairwise
from typing import Any, NamedTuple

from perfnlp.reading.pdf_characters import fold_glyph
from perfnlp.reading.pdf_frame import Affine, map_rect

_LINE_STEP = 0.4
"""Share of a character's size by which the baseline may move within a line."""
_WORD_GAP = 0.15
_WIDE_GAP = 1.0
_MIN_OVERPRINT = 0.3
_SPOT = 3.0
"""Side of the squares, in points, in which no character stands twice on a page without overprints."""
_TOUCHING = 0.5
_GLYPH_EM = 0.9  # a hanzi fills so much of its square


class Glyph(NamedTuple):
    """A printed character in a frame that counts downwards.

    Attributes:
        text: what it says; a ligature says several letters.
        left, top, right, bottom: the ink.
        base: y of its baseline.
        is_spaced: whether the text has a blank before it.
        order: its place in the file.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    base: float
    is_spaced: bool
    order: int


class Line(NamedTuple):
    """One printed line."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


def read_glyphs(textpage: Any, frame: Affine) -> list[Glyph]:
    """Return the characters of a pypdfium2 text page, in the order of the file."""
    import pypdfium2.raw as pdfium

    raw = textpage.raw
    left, right, bottom, top, x, y = (ctypes.c_double() for _ in range(6))
    refs = tuple(map(ctypes.byref, (left, right, bottom, top)))
    x_ref, y_ref = ctypes.byref(x), ctypes.byref(y)
    get_code, get_box = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_GetCharBox
    get_origin = pdfium.FPDFText_GetCharOrigin
    a, b, c, d, e, f = frame
    glyphs: list[Glyph] = []
    is_spaced = False
    for index in range(pdfium.FPDFText_CountChars(raw)):
        text = fold_glyph(get_code(raw, index))
        if not text:
            is_spaced = is_spaced or text is None
            continue
        get_box(raw, index, *refs)
        get_origin(raw, index, x_ref, y_ref)
        x0, y0, x1, y1 = left.value, bottom.value, right.value, top.value
        xs, ys = a * x0 + c * y0 + e, b * x0 + d * y0 + f
        xe, ye = a * x1 + c * y1 + e, b * x1 + d * y1 + f
        glyphs.append(
            Glyph(
                text, min(xs, xe), min(ys, ye), max(xs, xe), max(ys, ye),
                b * x.value + d * y.value + f, is_spaced, index,
            )
        )  # fmt: skip
        is_spaced = False
    return glyphs


def spread_glyphs(textpage: Any, frame: Affine, glyphs: Iterable[Glyph]) -> list[Glyph]:
    """Return characters of a text page as wide as their fonts set them, blanks included: those of one text touch."""
    import pypdfium2.raw as pdfium

    box = pdfium.FS_RECTF()
    ref = ctypes.byref(box)
    spread: list[Glyph] = []
    for glyph in glyphs:
        pdfium.FPDFText_GetLooseCharBox(textpage.raw, glyph.order, ref)
        left, _, right, _ = map_rect(frame, box.left, box.bottom, box.right, box.top)
        if glyph.is_spaced and pdfium.FPDFText_IsGenerated(textpage.raw, glyph.order - 1) == 0:
            pdfium.FPDFText_GetLooseCharBox(textpage.raw, glyph.order - 1, ref)
            blank = map_rect(frame, box.left, box.bottom, box.right, box.top)
            if abs(blank.right - left) < _TOUCHING:
                left = blank.left
        spread.append(glyph._replace(left=min(left, glyph.left), right=max(right, glyph.right)))
    return spread


def drop_overprints(glyphs: Iterable[Glyph]) -> list[Glyph]:
    """Leave out characters that are printed once more on the same spot to look bold."""
    glyphs = tuple(glyphs)
    if len({(glyph.text, glyph.left // _SPOT, glyph.top // _SPOT) for glyph in glyphs}) == len(glyphs):
        return list(glyphs)
    kept: list[Glyph] = []
    seen: dict[tuple[str, int, int], list[Glyph]] = {}
    for glyph in glyphs:
        x, y = int(glyph.left) >> 3, int(glyph.top) >> 3
        near = (other for i in (-1, 0, 1) for j in (-1, 0, 1) for other in seen.get((glyph.text, x + i, y + j), ()))
        if any(_is_overprint(glyph, other) for other in near):
            continue
        seen.setdefault((glyph.text, x, y), []).append(glyph)
        kept.append(glyph)
    return kept


def _is_overprint(glyph: Glyph, other: Glyph) -> bool:
    across = max(_MIN_OVERPRINT, (other.right - other.left) / 2)
    down = max(_MIN_OVERPRINT, (other.bottom - other.top) / 2)
    return abs(glyph.left - other.left) < across and abs(glyph.top - other.top) < down


def make_lines(glyphs: Iterable[Glyph]) -> list[Line]:
    """Return the lines that characters make, from top to bottom, whatever their order in the file."""
    rows: list[list[Glyph]] = []
    base = size = 0.0
    for glyph in sorted(glyphs, key=lambda glyph: glyph.base):
        own = max(glyph.right - glyph.left, glyph.bottom - glyph.top)
        if rows and glyph.base - base <= _LINE_STEP * max(size, own):
            rows[-1].append(glyph)
            size = max(size, own)
        else:
            rows.append([glyph])
            base, size = glyph.base, own
    return [_make_line(sorted(row, key=lambda glyph: glyph.left + glyph.right)) for row in rows]


def _make_line(row: list[Glyph]) -> Line:
    size = max(max(glyph.right - glyph.left, glyph.bottom - glyph.top) for glyph in row) / _GLYPH_EM
    pieces = [row[0].text]
    for before, glyph in pairwise(row):
        width = (glyph.left - before.right) / size if size else 0.0
        is_between_words = glyph.is_spaced and width >= _WORD_GAP and _is_word(before.text) and _is_word(glyph.text)
        if is_between_words or width >= _WIDE_GAP:
            pieces.append(" ")
        pieces.append(glyph.text)
    return Line(
        "".join(pieces),
        min(glyph.left for glyph in row),
        min(glyph.top for glyph in row),
        max(glyph.right for glyph in row),
        max(glyph.bottom for glyph in row),
    )


def _is_word(text: str) -> bool:
    return text.isascii() and text.isalpha()
