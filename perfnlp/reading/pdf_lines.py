"""The printed lines of a page without tables, at little cost: pdfium's own lines with their boxes."""

import ctypes
from typing import Any

from perfnlp.reading.pdf_characters import fold_characters
from perfnlp.reading.pdf_frame import Affine, map_rect
from perfnlp.reading.pdf_glyphs import Line

_STEP_BACK = 2.0
"""Points by which a line may begin above the one before it and still follow it."""


def read_lines(textpage: Any, frame: Affine) -> list[Line] | None:
    """Return the lines from top to bottom; None if the file holds them in another order or in pieces."""
    import pypdfium2.raw as pdfium

    raw = textpage.raw
    n_characters = pdfium.FPDFText_CountChars(raw)
    if n_characters < 1:
        return []
    buffer = ctypes.create_string_buffer((n_characters + 1) * 2)
    n_units = pdfium.FPDFText_GetText(raw, 0, n_characters, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort))) - 1
    if n_units != n_characters:
        return None  # characters and text are counted apart where some have no text
    first, last = pdfium.FS_RECTF(), pdfium.FS_RECTF()
    refs = ctypes.byref(first), ctypes.byref(last)
    lines: list[Line] = []
    start = 0
    for piece in buffer.raw[: n_units * 2].decode("utf-16-le", "replace").split("\n"):
        text = fold_characters(piece).strip()
        if text:
            pdfium.FPDFText_GetLooseCharBox(raw, start + len(piece) - len(piece.lstrip()), refs[0])
            pdfium.FPDFText_GetLooseCharBox(raw, start + len(piece.rstrip()) - 1, refs[1])
            low, high = min(first.bottom, last.bottom), max(first.top, last.top)
            box = map_rect(frame, min(first.left, last.left), low, max(first.right, last.right), high)
            if lines and box.bottom < lines[-1].bottom + _STEP_BACK:
                return None
            lines.append(Line(text, *box))
        start += len(piece) + 1
    return lines
