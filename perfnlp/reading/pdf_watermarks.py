"""Tell a watermark or a seal from the text that it lies over."""

import ctypes
from collections.abc import Set as AbstractSet
from statistics import median
from typing import Any

from perfnlp.reading.pdf_glyphs import Glyph

_LARGE = 2.0
"""A watermark's characters are so many times as large as the page's usual ones."""
_PALE = 150
_MAX_SHARE = 0.2
"""Share of a page's characters that a watermark may have."""


def find_watermarks(textpage: Any, glyphs: list[Glyph], oblique: AbstractSet[int]) -> frozenset[int]:
    """Return the `order` of characters that run askew, or are large and pale.

    Args:
        textpage: the pypdfium2 text page of `glyphs`.
        glyphs: the page's characters.
        oblique: addresses of the text objects that run askew.
    """
    import pypdfium2.raw as pdfium

    if not glyphs:
        return frozenset()
    found = set()
    if oblique:
        for glyph in glyphs:
            handle = pdfium.FPDFText_GetTextObject(textpage.raw, glyph.order)
            if handle and ctypes.addressof(handle.contents) in oblique:
                found.add(glyph.order)
    limit = _LARGE * median(max(glyph.right - glyph.left, glyph.bottom - glyph.top) for glyph in glyphs)
    large = [glyph for glyph in glyphs if max(glyph.right - glyph.left, glyph.bottom - glyph.top) > limit]
    if len(large) <= _MAX_SHARE * len(glyphs):
        found.update(glyph.order for glyph in large if _is_pale(pdfium, textpage, glyph.order))
    return frozenset(found)


def _is_pale(pdfium: Any, textpage: Any, index: int) -> bool:
    """Whether a character's colour on white paper, mixed by its transparency, is pale."""
    parts = [ctypes.c_uint() for _ in range(4)]
    if not pdfium.FPDFText_GetFillColor(textpage.raw, index, *parts):
        return False
    red, green, blue, alpha = (part.value for part in parts)
    grey = (red * 3 + green * 6 + blue) / 10
    return 255 - (255 - grey) * alpha / 255 > _PALE
